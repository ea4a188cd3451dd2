import type { Playbook } from '../../playbook';
import { checkPlaybookNames } from '../checks/playbook-names';
import { inside, type Place } from '../report';
import type { PlaybookSource } from '../schema/playbook-schema';
import type { BookContext } from './context';
import { compileObserver, compileProgram } from './compile-program';
import { checkUse } from '../checks/use';
import { workflowTypeOf } from './workflow-type';

/** Compiles a playbook for both arms; `bookHash` is put in when the whole book is known. */
export function compilePlaybook(source: PlaybookSource, place: Place, context: BookContext): Playbook {
  checkPlaybookNames(source, place, context);
  checkExpectedValue(source, inside(place, 'expectedValue'), context);
  const heldOut =
    source.holdout > 0 ? source.dimension === 'fraud' || source.dimension === 'reputation' : false;
  if (heldOut) {
    context.report.error(inside(place, 'holdout'), {
      message: `a ${source.dimension} play is never held out`,
      hint: 'delete holdout',
    });
  }
  return {
    id: source.playbook,
    type: workflowTypeOf(source.playbook),
    title: source.title,
    dimension: source.dimension,
    priority: source.priority,
    ...(source.expectedValue !== undefined && { expectedValue: source.expectedValue }),
    per: source.per,
    preempts: source.preempts,
    defersTo: source.defersTo,
    class:
      source.class ??
      (source.dimension === 'payment' || source.dimension === 'fraud' ? source.dimension : 'service'),
    coolDownMs: source.coolDown,
    holdoutShare: source.holdout,
    program: compileProgram(source, place, context),
    observer: compileObserver(source, place, context),
  };
}

function checkExpectedValue({ expectedValue }: PlaybookSource, place: Place, context: BookContext): void {
  if (expectedValue === undefined) return;
  const checked = context.expression(expectedValue, 'number', 'treat', place);
  if (checked) checkUse(checked, ['risk', 'routing'], 'in a priority', { place, context });
}

import { sourceOf } from '../../expressions/source-of';
import type { CheckedExpression } from '../cel/check-expression';
import type { Place, Report } from '../report';
import { overlaps, valueSetOf } from './value-set';

/** An exit that already holds for somebody who may enter would let him flap at every evaluation. */
export function checkHysteresis(
  entry: CheckedExpression,
  exit: CheckedExpression,
  exitPlace: Place,
  report: Report,
): void {
  const [inside, outside] = [valueSetOf(entry.ast), valueSetOf(exit.ast)];
  const same = sourceOf(entry.ast) === sourceOf(exit.ast);
  if (!same && !(inside && outside && overlaps(inside, outside))) return;
  report.error(exitPlace, {
    message: `the exit is easier than the entry: "${exit.source}" also holds where "${entry.source}" does`,
    hint: 'the exit must leave out every value that enters, best with a gap between them',
  });
}

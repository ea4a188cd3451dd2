import { workflowTypeOf } from '../compile/workflow-type';
import type { BookContext } from '../compile/context';
import { inside, type Place } from '../report';
import { playClasses, type PlaybookSource } from '../schema/playbook-schema';

/** Names that `workflows/` exports for itself; a playbook's workflow type may be none of them. */
export const reservedTypes: readonly string[] = [
  'treatment',
  'default',
  'rescoreBase',
  'janitor',
  'sweep',
  'publishBook',
  'closeLedgerDay',
];

/** Reserved and colliding workflow types, and names of other plays. */
export function checkPlaybookNames(source: PlaybookSource, place: Place, context: BookContext): void {
  const { report, names } = context;
  const type = workflowTypeOf(source.playbook);
  if (reservedTypes.includes(type)) {
    report.error(inside(place, 'playbook'), {
      message: `"${source.playbook}" is reserved: ${type} is a workflow of the product`,
      hint: 'choose another id',
    });
  }
  const twin = [...names.playbooks.keys()].find(
    (id) => id !== source.playbook && workflowTypeOf(id) === type,
  );
  if (twin !== undefined) {
    report.error(inside(place, 'playbook'), {
      message: `"${source.playbook}" and "${twin}" would share the workflow type ${type}`,
      hint: 'rename one of them',
    });
  }
  const plays = [...names.playbooks.keys()];
  source.defersTo.forEach((play, index) =>
    context.known('playbook', play, plays, inside(place, 'defersTo', index)),
  );
  source.preempts.forEach(({ play }, index) =>
    context.known(
      'playbook or class',
      play,
      [...plays, ...playClasses, '*'],
      inside(place, 'preempts', index, 'play'),
    ),
  );
}

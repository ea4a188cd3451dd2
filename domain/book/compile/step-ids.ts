import { inside, type Place, type Report } from '../report';
import { stepKinds } from '../step-kinds';

/** Ids of all steps of a playbook, by the step as it was read. */
export interface StepIds {
  idOf(step: object): string | undefined;
  readonly all: readonly string[];
}

/** Finds every step, also inside others; one without an id is named for its kind and order: wait1, wait2. */
export function collectStepIds(raw: readonly unknown[], place: Place, report: Report): StepIds {
  const ids = new Map<object, string>();
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  visit(raw, place, (step, kind, at) => {
    const written = 'id' in step && typeof step.id === 'string' ? step.id : undefined;
    if (written !== undefined && taken.has(written)) {
      report.error(inside(at, 'id'), {
        message: `the step id "${written}" is there twice`,
        hint: 'ids are unique in a playbook',
      });
    }
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const id = written ?? `${kind}${count}`;
    taken.add(id);
    ids.set(step, id);
  });
  return { idOf: (step) => ids.get(step), all: [...taken] };
}

/** Values of these keys are the author's own, whatever they are called. */
const opaque = new Set(['with', 'input', 'parameters']);

function visit(node: unknown, place: Place, found: (step: object, kind: string, at: Place) => void): void {
  if (Array.isArray(node)) {
    node.forEach((item, index) => visit(item, inside(place, index), found));
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const kind = Object.keys(node).find((key) => Object.hasOwn(stepKinds, key));
  if (kind !== undefined) found(node, kind, place);
  for (const [key, value] of Object.entries(node))
    if (!opaque.has(key)) visit(value, inside(place, key), found);
}

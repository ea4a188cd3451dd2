import { inside, type Place, type Report } from '../report';
import { stepKinds } from '../step-kinds';
import { wordsOfStep } from './step-words';

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
  visit(raw, place, (step, { kind, id: own }, at) => {
    const written = typeof own === 'string' ? own : undefined;
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

/** Lists of steps stand under these keys; what is in them is a step, however its kind is written. */
const lists = new Set(['do', 'else', 'onTimeout']);

interface FoundStep {
  readonly kind: string;
  readonly id: unknown;
}

function visit(
  node: unknown,
  place: Place,
  found: (step: object, what: FoundStep, at: Place) => void,
  inList = true,
): void {
  if (Array.isArray(node)) {
    node.forEach((item, index) => visit(item, inside(place, index), found, inList));
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  if (inList || Object.keys(node).some((key) => Object.hasOwn(stepKinds, key))) {
    const { kinds, base } = wordsOfStep(node);
    found(node, { kind: kinds[0]?.kind ?? 'step', id: base['id'] }, place);
  }
  for (const [key, value] of Object.entries(node))
    if (!opaque.has(key)) visit(value, inside(place, key), found, lists.has(key));
}

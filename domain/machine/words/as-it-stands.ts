import type { Expression } from '../../expressions/expression';
import type { TreatmentScope } from '../../facts';
import { holds } from '../scope';

/** A condition above or beside lines of a plan. */
export interface Question {
  /** How the line says it. */
  readonly words: string;
  /** One of them must hold; none = it holds where nothing before it does. */
  readonly whens: readonly Expression[];
  /** What is asked before it. */
  readonly before: readonly Expression[];
}

/** What today's facts say to a condition; undefined while it asks for the result of a step that has none. */
export function asItStands({ whens, before }: Question, scope: TreatmentScope): boolean | undefined {
  const all = [...whens, ...before];
  if (all.some((when) => isOpen(when, scope))) return undefined;
  if (before.some((when) => holds(when, scope))) return false;
  return whens.length === 0 || whens.some((when) => holds(when, scope));
}

function isOpen(when: Expression, { step: results }: TreatmentScope): boolean {
  // What asks for presence has an answer always.
  if (when.includes('has(')) return false;
  return stepsIn(when).some((step) => (results[step]?.outcome ?? '') === '');
}

const known = new Map<Expression, readonly string[]>();

function stepsIn(when: Expression): readonly string[] {
  const steps = known.get(when) ?? [...when.matchAll(/\bstep\.(\w+)/g)].map(([, step = '']) => step);
  known.set(when, steps);
  return steps;
}

import { compileReading } from '../../expressions/condition';
import type { Expression } from '../../expressions/expression';
import type { TreatmentScope } from '../../facts';

/** A condition above or beside lines of a plan. */
export interface Question {
  /** How the line says it. */
  readonly words: string;
  /** One of them must hold; none = it holds where nothing before it does. */
  readonly whens: readonly Expression[];
  /** What is asked before it. */
  readonly before: readonly Expression[];
}

/** What today's facts say to a condition; undefined while it needs the result of a step that has none. */
export function asItStands({ whens, before }: Question, scope: TreatmentScope): boolean | undefined {
  const earlier = anyOf(before, scope);
  if (earlier !== false) return earlier === true ? false : undefined;
  return whens.length === 0 ? true : anyOf(whens, scope);
}

function anyOf(conditions: readonly Expression[], scope: TreatmentScope): boolean | undefined {
  const answers = conditions.map((condition) => answerTo(condition, scope));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

// A fact that is missing is an answer, as in the machine: no. A step's result that is missing is still to come.
function answerTo(condition: Expression, scope: TreatmentScope): boolean | undefined {
  const { reading, steps } = known.get(condition) ?? learn(condition);
  const answer = reading(scope);
  if (typeof answer === 'boolean') return answer;
  return steps.some((step) => (scope.step[step]?.outcome ?? '') === '') ? undefined : false;
}

interface Known {
  readonly reading: ReturnType<typeof compileReading>;
  /** Whose results it asks for. */
  readonly steps: readonly string[];
}

const known = new Map<Expression, Known>();

function learn(condition: Expression): Known {
  const steps = [...condition.matchAll(/\bstep\.(\w+)/g)].map(([, step = '']) => step);
  const learned = { reading: compileReading(condition), steps };
  known.set(condition, learned);
  return learned;
}

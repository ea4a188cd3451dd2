import { listWords, plainName } from '../../plain-words';
import type { Program } from '../../program';
import type { Outcome } from '../../words';
import { perProgram } from './per-program';
import { reasonWords } from './reasons';
import { conditionOf } from './step-words';

const meanings: Readonly<Partial<Record<Outcome, string>>> = { cured: 'paid', writtenOff: 'given up' };

/** How a treatment ends or has ended, with what a word of the trade means: 'written off (given up)'. */
export function outcomeName(outcome: Outcome): string {
  const meaning = meanings[outcome];
  return `${plainName(outcome)}${meaning === undefined ? '' : ` (${meaning})`}`;
}

interface Ends {
  /** What ends it at any moment: its goal and its exits. */
  readonly early: readonly string[];
  /** Where its steps end it. */
  readonly planned: readonly string[];
}

/** All ends of a program but the one at its maximum duration. */
export const endsOf = perProgram((program): Ends => ({
  early: earlyEnds(program),
  planned: plannedEnds(program),
}));

function earlyEnds(program: Program): string[] {
  const { goal, goalOutcome, exits } = program;
  const told = (outcome: Outcome, when: string) =>
    `*${outcomeName(outcome)}* as soon as ${conditionOf(program, when)}`;
  return [
    ...(goal === undefined ? [] : [told(goalOutcome, goal)]),
    ...exits.map(({ when, outcome }) => told(outcome, when)),
  ];
}

function plannedEnds({ instructions }: Program): string[] {
  const reasons = new Map<Outcome, Set<string>>();
  for (const instruction of instructions) {
    if (instruction.op !== 'end') continue;
    const told = reasons.get(instruction.outcome) ?? new Set();
    reasons.set(instruction.outcome, told.add(reasonWords(instruction.reason)));
  }
  return [...reasons].map(
    ([outcome, told]) => `*${outcomeName(outcome)}* if it comes to: ${listWords([...told])}`,
  );
}

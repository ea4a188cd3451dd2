import type { Program } from '../program';

// Put in by the compiler under the id of the step they serve.
const helpers: ReadonlySet<string> = new Set(['readFacts', 'jump', 'next', 'join']);

const known = new WeakMap<Program['instructions'], Map<string, string>>();

/** What a step of a program does, in the words of its book. */
export function summaryOf({ instructions }: Program, step: string): string {
  const summaries = known.get(instructions) ?? summariesOf(instructions);
  known.set(instructions, summaries);
  return summaries.get(step) ?? step;
}

function summariesOf(instructions: Program['instructions']): Map<string, string> {
  // The first instruction of a step speaks for it, so it is written last.
  const own = instructions.filter(({ op }) => !helpers.has(op)).reverse();
  return new Map(own.map(({ step, summary }) => [step, summary]));
}

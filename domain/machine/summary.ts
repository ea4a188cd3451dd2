import type { Program } from '../program';

// Put in by the compiler under the id of the step they serve.
const helpers: ReadonlySet<string> = new Set(['readFacts', 'jump', 'next', 'join']);

/** What a step of a program does, in the words of its book. */
export function summaryOf(program: Program, step: string): string {
  const own = program.instructions.find(
    (instruction) => instruction.step === step && !helpers.has(instruction.op),
  );
  return own?.summary ?? step;
}

import type { Expression } from '../../expressions/expression';
import type { Instruction, Op, Program } from '../../program';
import { summaryOf } from '../summary';
import { conditionWords, type StepWords } from './condition';
import { perProgram } from './per-program';

/** The words for the steps of one program; a step right behind which they stand is 'it'. */
export function stepWords(program: Program, own?: string): StepWords {
  return {
    nameOf: (step) => (step === own ? 'it' : `“${summaryOf(program, step)}”`),
    opOf: (step) => stepsOf(program).get(step)?.op,
    awaitedBy: (step) => awaitedIn(stepsOf(program).get(step)),
  };
}

const spoken = perProgram(() => new Map<string, string>());

/** A condition of a program in plain words. */
export function conditionOf(program: Program, condition: Expression, own = ''): string {
  const before = spoken(program);
  const key = `${own}|${condition}`;
  const words = before.get(key) ?? conditionWords(condition, stepWords(program, own));
  before.set(key, words);
  return words;
}

// What the compiler puts under a step's id around the step itself.
const around: ReadonlySet<Op> = new Set(['readFacts', 'jump', 'branch', 'next', 'join']);

/** The instruction of each step that does what the step is for. */
export const stepsOf = perProgram(({ instructions }): ReadonlyMap<string, Instruction> => {
  const own = instructions.filter(({ op }) => !around.has(op)).reverse();
  return new Map(own.map((instruction) => [instruction.step, instruction]));
});

// The summary of a wait says in the book's words what is waited for: 'Wait for a new card, at most 30 days'.
function awaitedIn(instruction: Instruction | undefined): string | undefined {
  if (instruction?.op !== 'wait') return undefined;
  return /^Wait for (.+?)(?:,.*)?$/i.exec(instruction.summary)?.[1] ?? 'what it waits for';
}

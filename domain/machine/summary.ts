import type { Program } from '../program';
import { kindOf } from './change';
import type { StepTrace } from './state';

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

/** What one line of the trace is about: of a step with several instructions the one that wrote it, of a plan its milestone. */
export function summaryOfLine(program: Program, { step, kind, path }: StepTrace): string {
  const wrote = program.instructions.find((one) => one.step === step && kindOf(one) === kind);
  const milestone = wrote?.op === 'plan' ? wrote.milestones[milestoneIn(path) - 1] : undefined;
  if (milestone) return `Milestone: ${milestone.title}`;
  return wrote?.summary ?? summaryOf(program, step);
}

function milestoneIn(path: string): number {
  return Number(/(?:^|\/)milestone:(\d+)$/.exec(path)?.[1] ?? 0);
}

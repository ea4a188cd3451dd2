import type { Program } from '../../program';
import { afterThis, leavesTrack, lookAhead } from '../lookahead';
import type { Thread } from '../state';
import type { StepContext } from '../step-context';
import { summaryOf } from '../summary';
import { conditionWords } from './condition';

/** What follows the present wait of a line of control: by its answer where that decides, else as today's facts tell. */
export function nextWords(context: StepContext): string {
  const { program, thread } = context;
  const instruction = program.instructions[thread.pc];
  if (!instruction) return 'the end';
  const { block } = thread;
  if ((block?.on === 'effect' || block?.on === 'charge') && block.phase !== 'asking')
    return `it is tried again; then: ${plainNext(context, thread)} (as it looks now)`;
  const { answers, otherwise } = answersOf(program, thread.pc, instruction.step);
  const last = plainNext({ ...context, thread: { ...thread, pc: otherwise - 1 } }, thread);
  return answers.length === 0 ? `${last} (as it looks now)` : [...answers, `otherwise: ${last}`].join('; ');
}

interface Answers {
  readonly answers: readonly string[];
  /** Where it goes on when none of them comes. */
  readonly otherwise: number;
}

/** What depends on how a step ends, as far as it stands directly behind it. */
function answersOf(program: Program, pc: number, step: string): Answers {
  const answers: string[] = [];
  const asks = (condition: string | undefined): condition is string =>
    condition !== undefined && condition.includes(`step.${step}.`);
  const say = (condition: string, target: number) =>
    answers.push(`if ${spoken(program, condition, step)}: ${firstOf(program, target)}`);
  for (let at = pc + 1; ; at += 1) {
    const instruction = program.instructions[at];
    if (instruction?.op === 'readFacts') continue;
    if (instruction?.op === 'branch' && instruction.cases.every(({ when }) => asks(when))) {
      for (const { when, target } of instruction.cases) say(when, target);
      at = instruction.otherwise - 1;
    } else if (instruction && asks(instruction.when)) say(instruction.when, at);
    else return { answers, otherwise: at };
  }
}

function spoken(program: Program, condition: string, step: string): string {
  return conditionWords(condition, (other) => (other === step ? 'it' : `“${summaryOf(program, other)}”`));
}

function firstOf({ instructions }: Pick<Program, 'instructions'>, target: number): string {
  const at = instructions[target];
  return at?.op === 'readFacts' ? firstOf({ instructions }, target + 1) : (at?.summary ?? 'the end');
}

function plainNext(context: StepContext, thread: Thread): string {
  const ahead = lookAhead(afterThis(context));
  const words = ahead.instruction?.summary ?? ahead.ends ?? 'what the facts then say';
  return leavesTrack(context.program, thread, ahead.context.thread.pc)
    ? `this track ends; when all have ended: ${words}`
    : words;
}

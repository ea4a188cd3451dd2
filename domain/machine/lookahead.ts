import type { Program } from '../program';
import { reachLoop } from '../steps/repeat/apply';
import { branchTarget } from '../steps/decide/apply';
import { threadWith } from './copies';
import { contextScope, type StepContext } from './step-context';
import type { Thread } from './state';
import { holds } from './scope';
import type { Blocking } from './step-logic';

const mostHops = 40;

/** The place the program would next stop at, as far as today's facts tell. */
export interface Ahead {
  readonly context: StepContext;
  readonly instruction: Blocking | undefined;
  /** Set when the program would end there. */
  readonly ends?: string;
}

/** Follows control from the thread's instruction without changing anything; a fork counts by its first branch. */
export function lookAhead(from: StepContext): Ahead {
  let context = from;
  for (let hop = 0; hop < mostHops; hop += 1) {
    const at = reachedFrom(context);
    if ('instruction' in at) return at;
    context = at;
  }
  return { context, instruction: undefined };
}

/** The same place seen from the instruction after this one. */
export function afterThis(context: StepContext): StepContext {
  return seenFrom(context, context.thread.pc + 1);
}

/** The same place seen from another instruction. */
export function seenFrom(context: StepContext, pc: number, frames = context.thread.frames): StepContext {
  const { program, state, now, patched, known } = context;
  return { program, state, thread: threadWith(context.thread, { pc, frames }), now, patched, known };
}

function reachedFrom(context: StepContext): Ahead | StepContext {
  const instruction = context.program.instructions[context.thread.pc];
  if (!instruction) return { context, instruction: undefined, ends: 'the end of the program' };
  if (instruction.op === 'branch') return seenFrom(context, branchTarget(context, instruction));
  if (instruction.op === 'loop') {
    const { pc, frames } = reachLoop(context, instruction);
    return seenFrom(context, pc, frames);
  }
  if (instruction.op === 'next') return seenFrom(context, instruction.loop);
  if (instruction.op === 'fork') return seenFrom(context, instruction.branches[0] ?? instruction.join);
  // Put in by the compiler: nobody waits for a look at the facts.
  if (instruction.op === 'join' || instruction.op === 'readFacts') return afterThis(context);
  if (instruction.when !== undefined && !holds(instruction.when, contextScope(context)))
    return afterThis(context);
  if (instruction.op === 'jump') return seenFrom(context, instruction.target);
  if (instruction.op === 'end') return { context, instruction: undefined, ends: instruction.summary };
  return { context, instruction };
}

/** Whether a line of control that goes on at `to` has left the branch of a fork it is in. */
export function leavesTrack(program: Program, { pc }: Pick<Thread, 'pc'>, to: number): boolean {
  return program.instructions.some(
    (fork, at) => fork.op === 'fork' && at < pc && pc < fork.join && to > fork.join,
  );
}

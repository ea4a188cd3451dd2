import { holds } from '../../machine/scope';
import type { Frame } from '../../machine/state';
import { contextScope, type InstructionOf, type StepContext } from '../../machine/step-context';

/** What reaching a `loop` does: the next pass, or out of it. */
export interface LoopMove {
  readonly pc: number;
  readonly frames: readonly Frame[];
  /** Passes begun so far. */
  readonly passes: number;
  readonly over: boolean;
}

/** Begins the next pass or leaves; `until` is asked after each pass, so a body runs at least once. */
export function reachLoop(context: StepContext, instruction: InstructionOf<'loop'>): LoopMove {
  const { pc, frames } = context.thread;
  const last = frames.at(-1);
  const running = last?.loop === pc ? last : undefined;
  const passes = running?.pass ?? 0;
  const outer = running ? frames.slice(0, -1) : frames;
  if (isOver(context, instruction, passes))
    return { pc: instruction.exit, frames: outer, passes, over: true };
  return { pc: pc + 1, frames: [...outer, { loop: pc, pass: passes + 1 }], passes: passes + 1, over: false };
}

function isOver(context: StepContext, instruction: InstructionOf<'loop'>, passes: number): boolean {
  const { when, until, times } = instruction;
  if (times !== undefined && passes >= times) return true;
  const scope = contextScope(context);
  if (passes === 0) return when !== undefined && !holds(when, scope);
  return until !== undefined && holds(until, scope);
}

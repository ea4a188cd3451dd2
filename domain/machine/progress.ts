import type { Progress } from '../treatment-activities';
import { after } from './instants';
import { afterThis, type Ahead, leavesTrack, lookAhead } from './lookahead';
import type { StepContext } from './step-context';
import type { Blocking } from './step-logic';
import { waitUntil } from './wait-until';

/** What an activity of the thread's present step writes down: it is done, and what people will see it wait for next. */
export function progressAt(at: StepContext): Progress {
  if (at.unread) return nothingSaid;
  const { program, state, thread, now, patched } = at;
  const context: StepContext = { program, state, thread, now, patched, known: {} };
  const instruction = program.instructions[thread.pc];
  if (!instruction) return nothingSaid;
  if (isHuman(instruction)) return waitingAt('', { context, instruction });
  const ahead = lookAhead(afterThis(context));
  const { step, summary: done } = instruction;
  if (endsTrack(context, ahead)) return { step, done, waitingFor: '', next: otherTracks };
  if (ahead.instruction && isWaiting(ahead.instruction))
    return waitingAt(done, { context: ahead.context, instruction: ahead.instruction });
  // What follows it writes down where it is itself; where a goal ends the treatment first, it never stood there.
  return { step, done, waitingFor: '', next: ahead.instruction?.summary ?? ahead.ends ?? '' };
}

const nothingSaid: Progress = Object.freeze({ step: '', done: '', waitingFor: '', next: '' });

/** What is written down when a wait begins that no activity has announced. */
export function progressOfWait(context: StepContext, instruction: Blocking): Progress {
  return waitingAt('', { context, instruction });
}

interface Waiting {
  readonly context: StepContext;
  readonly instruction: Blocking;
}

function waitingAt(done: string, { context, instruction }: Waiting): Progress {
  const { step } = instruction;
  const until = untilOf(context, instruction);
  const then = lookAhead(afterThis(context));
  const next = endsTrack(context, then) ? otherTracks : (then.instruction?.summary ?? then.ends ?? '');
  return {
    step,
    done,
    waitingFor: instruction.summary,
    next,
    ...(until && { until }),
  };
}

const otherTracks = 'the other tracks end';

/** What comes behind a join is for later: its branches are still under way. */
function endsTrack({ program, state, thread }: StepContext, { context }: Ahead): boolean {
  const others = state.threads.some(({ id, parent }) => parent === thread.parent && id !== thread.id);
  return others && leavesTrack(program, thread, context.thread.pc);
}

function isHuman(instruction: { readonly op: string; readonly await?: boolean }): instruction is Blocking {
  return instruction.op === 'approve' || (instruction.op === 'task' && instruction.await === true);
}

function isWaiting(instruction: Blocking): boolean {
  return instruction.op === 'wait' || isHuman(instruction);
}

function untilOf(context: StepContext, instruction: Blocking): string | undefined {
  if (instruction.op === 'wait') return waitUntil(context, instruction);
  if (instruction.op === 'approve')
    return instruction.expireMs === undefined ? undefined : after(context.now, instruction.expireMs);
  if (instruction.op === 'task')
    return instruction.timeoutMs === undefined ? undefined : after(context.now, instruction.timeoutMs);
  return undefined;
}

import type { EventFacts, StepFacts, TreatmentScope } from '../facts';
import type { Instruction, Op, Program } from '../program';
import type { Progress, StepCommand } from '../treatment-activities';
import type { Block } from './block';
import type { Moment } from './moment';
import { joinPath } from './path';
import { scopeOf } from './scope';
import type { MachineState, Thread } from './state';

/** What a step's pure code is given. */
export interface StepContext extends Moment {
  readonly program: Program;
  readonly state: MachineState;
  readonly thread: Thread;
  /** Filled at first use; set where several conditions are asked over the same facts. */
  readonly known?: { scope?: TreatmentScope };
}

/** The context of a thread at a moment. */
export function contextAt(
  program: Program,
  state: MachineState,
  thread: Thread,
  { now, patched, unread }: Moment,
): StepContext {
  return { program, state, thread, now, patched, unread, known: undefined };
}

/** The instruction of one op. */
export type InstructionOf<O extends Op> = Extract<Instruction, { op: O }>;

/** The block of one kind. */
export type BlockOf<K extends Block['on']> = Extract<Block, { on: K }>;

/** What becomes of a thread. */
export type Move =
  | {
      readonly move: 'block';
      readonly block: Block;
      /** Worth a line in the trace, e.g. a deferral. */ readonly note?: {
        readonly outcome: string;
        readonly reason: string;
      };
    }
  /** The step is over: its facts are bound and the thread goes on. */
  | {
      readonly move: 'settle';
      readonly facts: Partial<StepFacts> & { readonly outcome: string };
      readonly event?: EventFacts;
      readonly open?: readonly string[];
    }
  /** The thread goes on and nothing is worth remembering. */
  | { readonly move: 'pass' }
  | { readonly move: 'stay' };

/** Nothing changes. */
export const stay: Move = { move: 'stay' };

/** The iteration path of a thread, with a last part of the step's own. */
export function contextPath(context: StepContext, last = ''): string {
  return last === '' ? context.thread.path : joinPath(context.thread.path, last);
}

/** What expressions may read at this step. */
export function contextScope(context: StepContext, event?: EventFacts): TreatmentScope {
  const { program, state, now, known } = context;
  if (!known || event) return scopeOf(program, state, now, event);
  return (known.scope ??= scopeOf(program, state, now));
}

/** What every activity of a step is told. */
export function stepCommand(
  context: StepContext,
  step: string,
  path: string,
  progress: Progress,
): StepCommand {
  const { treatmentId, customerKey } = context.state.identity;
  return { treatmentId, customerKey, step, path, progress };
}

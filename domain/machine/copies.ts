import type { Draft, MachineState, Thread } from './state';

// Field by field, not by spread: in V8 every place that spreads makes objects of a layout of its own, so that a
// state handed from place to place is never of a known layout and each copy costs as much as twenty of these.

/** A copy of a state, to be changed inside one call. */
export function draftOf(state: MachineState): Draft {
  const draft: { [K in keyof Required<Draft>]: Draft[K] } = {
    identity: state.identity,
    facts: state.facts,
    event: state.event,
    graceUntil: state.graceUntil,
    interruption: state.interruption,
    result: state.result,
    steps: state.steps,
    threads: state.threads,
    jobs: state.jobs,
    inFlight: state.inFlight,
    pausedBy: state.pausedBy,
    inbox: state.inbox,
    heard: state.heard,
    openTasks: state.openTasks,
    checkpoint: state.checkpoint,
    redirected: state.redirected,
    measure: state.measure,
    expiring: state.expiring,
    unsigned: state.unsigned,
    jobNumber: state.jobNumber,
    trace: state.trace,
  };
  return draft;
}

/** A thread at an instruction, free to run. */
export function newThread({
  id,
  parent,
  pc,
  path,
  reported = '',
}: Pick<Thread, 'id' | 'pc' | 'path'> & Partial<Pick<Thread, 'parent' | 'reported'>>): Thread {
  const thread: { [K in keyof Required<Thread>]: Thread[K] } = {
    id,
    parent,
    pc,
    prefix: path,
    frames: [],
    path,
    block: undefined,
    reported,
    draining: false,
  };
  return thread;
}

type ThreadChange = Partial<Pick<Thread, 'pc' | 'frames' | 'path' | 'block' | 'reported' | 'draining'>>;

/** A copy of a thread with something changed; it stays blocked where it is. */
export function threadWith(thread: Thread, change: ThreadChange): Thread {
  return copyOf(thread, change, change.block ?? thread.block);
}

/** A copy of a thread that is free to run, with something changed. */
export function freed(thread: Thread, change: Omit<ThreadChange, 'block'> = {}): Thread {
  return copyOf(thread, change, undefined);
}

function copyOf(thread: Thread, change: ThreadChange, block: Thread['block']): Thread {
  const copy: { [K in keyof Required<Thread>]: Thread[K] } = {
    id: thread.id,
    parent: thread.parent,
    pc: change.pc ?? thread.pc,
    prefix: thread.prefix,
    frames: change.frames ?? thread.frames,
    path: change.path ?? thread.path,
    block,
    reported: change.reported ?? thread.reported,
    draining: change.draining ?? thread.draining,
  };
  return copy;
}

import type { Program } from '../program';
import { deadlineTimers, meetDeadlines } from './deadlines';
import { jobRequest } from './jobs';
import type { Request } from './requests';
import { isHeld, runThreads } from './run';
import type { Draft, MachineState } from './state';
import { blockRequests } from './step-logic';

/**
 * Runs everything that needs no waiting and says what to wait for. Every request that is still wanted is
 * listed each time, under the same key: a runtime begins the new ones and cancels the timers that are gone.
 * The program has ended when `state.result` is set.
 */
export function next(
  program: Program,
  state: MachineState,
  now: string,
): { state: MachineState; requests: readonly Request[] } {
  if (state.result) return { state, requests: [] };
  const draft: Draft = { ...state };
  if (!draft.interruption) meetDeadlines(draft, now);
  if (!isHeld(draft)) runThreads(draft, program, now);
  const requests = wanted(draft, program, now);
  draft.inFlight = inFlightOf(requests);
  if (draft.interruption && draft.inFlight.length === 0) {
    draft.result = { outcome: draft.interruption.outcome, reason: draft.interruption.reason };
  }
  return { state: draft, requests };
}

/** Everything asked for now, before what pause and interruption hold back. */
export function allRequests(state: MachineState, program: Program, now: string): readonly Request[] {
  const threads = state.threads.flatMap((thread) => {
    const instruction = program.instructions[thread.pc];
    if (!instruction || !thread.block) return [];
    return blockRequests({ program, state, thread, now }, instruction, thread.block);
  });
  const jobs = state.jobs.map((job) => jobRequest(state, job));
  return [...threads, ...jobs, ...deadlineTimers(state)];
}

function wanted(draft: Draft, program: Program, now: string): readonly Request[] {
  const all = allRequests(draft, program, now);
  const begun = new Set(draft.inFlight.map((request) => request.key));
  if (draft.interruption) return all.filter((request) => begun.has(request.key));
  if (!isHeld(draft)) return all;
  return all.filter((request) => begun.has(request.key) || mayBeginWhilePaused(request));
}

function mayBeginWhilePaused(request: Request): boolean {
  if (request.kind === 'timer') return true;
  return request.kind === 'activity' && !request.pausable;
}

function inFlightOf(requests: readonly Request[]): MachineState['inFlight'] {
  return requests.filter((request) => request.kind !== 'timer').map(({ key, owner }) => ({ key, owner }));
}

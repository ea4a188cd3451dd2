import type { Program } from '../program';
import { draftOf } from './copies';
import { deadlineTimers, meetDeadlines } from './deadlines';
import { jobRequest } from './jobs';
import type { Moment } from './moment';
import type { Request } from './requests';
import { isHeld, runThreads } from './run';
import type { Draft, MachineState } from './state';
import { contextAt } from './step-context';
import { blockRequests } from './step-logic';

/**
 * Runs everything that needs no waiting and says what to wait for. Every request that is still wanted is
 * listed each time, under the same key: a runtime begins the new ones and cancels the timers that are gone.
 * The program has ended when `state.result` is set.
 */
export function next(
  program: Program,
  state: MachineState,
  moment: Moment,
): { state: MachineState; requests: readonly Request[] } {
  if (state.result) return { state, requests: [] };
  const draft = draftOf(state);
  if (!draft.interruption) meetDeadlines(draft, moment.now);
  if (!isHeld(draft)) runThreads(draft, program, moment);
  const requests = wanted(draft, program, moment);
  draft.inFlight = inFlightOf(requests);
  if (draft.interruption && draft.inFlight.length === 0) {
    draft.result = { outcome: draft.interruption.outcome, reason: draft.interruption.reason };
  }
  return { state: draft, requests };
}

function wanted(draft: Draft, program: Program, moment: Moment): readonly Request[] {
  const all = allRequests(draft, program, moment);
  const held = isHeld(draft);
  if (!held && !draft.interruption) return all;
  const begun = new Set(draft.inFlight.map((request) => request.key));
  return all.filter(
    (request) => begun.has(request.key) || (!draft.interruption && mayBeginWhilePaused(request)),
  );
}

/** Everything asked for now, before what pause and interruption hold back. */
function allRequests(state: MachineState, program: Program, moment: Moment): readonly Request[] {
  const requests: Request[] = [];
  for (const thread of state.threads) {
    const instruction = program.instructions[thread.pc];
    if (!instruction || !thread.block) continue;
    const asked = blockRequests(contextAt(program, state, thread, moment), instruction, thread.block);
    for (const request of asked) requests.push(request);
  }
  for (const job of state.jobs) requests.push(jobRequest(state, job));
  for (const timer of deadlineTimers(state)) requests.push(timer);
  return requests;
}

function mayBeginWhilePaused(request: Request): boolean {
  if (request.kind === 'timer') return true;
  return request.kind === 'activity' && !request.pausable;
}

function inFlightOf(requests: readonly Request[]): MachineState['inFlight'] {
  const inFlight: MachineState['inFlight'][number][] = [];
  for (const { kind, key, owner } of requests) if (kind !== 'timer') inFlight.push({ key, owner });
  return inFlight;
}

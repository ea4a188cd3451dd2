import { addJob } from './change';
import { reached } from './instants';
import type { TimerRequest } from './requests';
import type { Draft, MachineState } from './state';

/** Whether the day of the measure has come and its answer is not written yet. */
export function measureIsDue(state: MachineState, now: string): boolean {
  const at = state.identity.measureAt;
  return at !== undefined && state.measure !== 'done' && state.measure !== 'none' && reached(at, now);
}

/** Turns deadlines that have come into work: the measure, the end of a grace, the end of the maximum duration. */
export function meetDeadlines(draft: Draft, now: string): void {
  if (draft.measure === 'waiting' && measureIsDue(draft, now)) {
    draft.measure = 'running';
    addJob(draft, { kind: 'measureFacts' });
  }
  if (draft.graceUntil !== undefined && reached(draft.graceUntil, now)) {
    draft.graceUntil = undefined;
    addJob(draft, { kind: 'confirmLeave' });
  }
  if (!draft.expiring && reached(draft.identity.maximumAt, now)) {
    draft.expiring = true;
    addJob(draft, { kind: 'expire' });
  }
}

/** Timers of the treatment as a whole; a runtime need arm only the earliest of all it is given. */
export function deadlineTimers(state: MachineState): readonly TimerRequest[] {
  const { measureAt, maximumAt } = state.identity;
  const timers: TimerRequest[] = [];
  if (state.measure === 'waiting' && measureAt !== undefined)
    timers.push(deadline('measure', measureAt, 'Day of the measure'));
  if (state.graceUntil !== undefined)
    timers.push(deadline('grace', state.graceUntil, 'Grace after leaving the segment'));
  if (!state.expiring) timers.push(deadline('maximum', maximumAt, 'Maximum duration'));
  return timers;
}

function deadline(name: string, at: string, summary: string): TimerRequest {
  return { kind: 'timer', owner: 'treatment', key: `${name}|${at}`, at, summary };
}

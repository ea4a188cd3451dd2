import type { Program } from '../program';
import { addJob } from './change';
import { after, reached } from './instants';
import type { TimerRequest } from './requests';
import type { Draft, MachineState } from './state';

/** When the playbook's maximum duration is over. */
export function maximumAt(program: Program, state: Pick<MachineState, 'identity'>): string {
  return after(state.identity.startedAt, program.maximumDurationMs);
}

/** When the measure is taken, for either arm. */
export function measureAt(program: Program, state: Pick<MachineState, 'identity'>): string | undefined {
  return program.measure && after(state.identity.startedAt, program.measure.atMs);
}

/** Whether the day of the measure has come and its answer is not written yet. */
export function measureIsDue(state: MachineState, program: Program, now: string): boolean {
  const at = measureAt(program, state);
  return at !== undefined && state.measure !== 'done' && state.measure !== 'none' && reached(at, now);
}

/** Turns deadlines that have come into work: the measure, the end of a grace, the end of the maximum duration. */
export function meetDeadlines(draft: Draft, program: Program, now: string): void {
  if (draft.measure === 'waiting' && measureIsDue(draft, program, now)) {
    draft.measure = 'running';
    addJob(draft, { kind: 'measureFacts' });
  }
  if (draft.graceUntil !== undefined && reached(draft.graceUntil, now)) {
    draft.graceUntil = undefined;
    addJob(draft, { kind: 'confirmLeave' });
  }
  if (!draft.expiring && reached(maximumAt(program, draft), now)) {
    draft.expiring = true;
    addJob(draft, { kind: 'expire' });
  }
}

/** Timers of the treatment as a whole; a runtime need arm only the earliest of all it is given. */
export function deadlineTimers(state: MachineState, program: Program): readonly TimerRequest[] {
  const timers: TimerRequest[] = [];
  const add = (key: string, at: string | undefined, summary: string) => {
    if (at !== undefined)
      timers.push({ kind: 'timer', owner: 'treatment', key: `${key}|${at}`, at, summary });
  };
  if (state.measure === 'waiting') add('measure', measureAt(program, state), 'Day of the measure');
  add('grace', state.graceUntil, 'Grace after leaving the segment');
  if (!state.expiring) add('maximum', maximumAt(program, state), 'Maximum duration');
  return timers;
}

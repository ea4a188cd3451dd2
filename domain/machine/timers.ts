import { reached } from './instants';
import type { Request, TimerRequest } from './requests';

/**
 * The timer a runtime must arm now, given the instants of those under way. Only the earliest ever needs one:
 * whatever wakes the treatment asks again, so far deadlines cost nothing until they are the next. While an
 * activity runs, its answer will wake the treatment, so deadlines of the whole treatment wait for that.
 */
export function timerToArm(requests: readonly Request[], armed: readonly string[]): TimerRequest | undefined {
  const busy = requests.some((request) => request.kind === 'activity');
  const earliest = earliestTimer(requests, busy);
  if (!earliest) return undefined;
  const covered = armed.some((at) => reached(at, earliest.at));
  return covered ? undefined : earliest;
}

/** The first of all timers asked for, or of those that threads asked for. */
export function earliestTimer(requests: readonly Request[], ofThreads = false): TimerRequest | undefined {
  let earliest: TimerRequest | undefined;
  for (const request of requests) {
    if (request.kind !== 'timer' || (ofThreads && request.owner === 'treatment')) continue;
    if (!earliest || !reached(earliest.at, request.at)) earliest = request;
  }
  return earliest;
}

import type { Request, TimerRequest } from './requests';

/**
 * The timer a runtime must arm now, given the instants of those under way. Only the earliest ever needs one:
 * whatever wakes the treatment asks again, so far deadlines cost nothing until they are the next.
 */
export function timerToArm(requests: readonly Request[], armed: readonly string[]): TimerRequest | undefined {
  const earliest = earliestTimer(requests);
  if (!earliest) return undefined;
  const covered = armed.some((at) => Date.parse(at) <= Date.parse(earliest.at));
  return covered ? undefined : earliest;
}

/** The first of all timers asked for. */
export function earliestTimer(requests: readonly Request[]): TimerRequest | undefined {
  let earliest: TimerRequest | undefined;
  for (const request of requests) {
    if (request.kind !== 'timer') continue;
    if (!earliest || Date.parse(request.at) < Date.parse(earliest.at)) earliest = request;
  }
  return earliest;
}

import { type Clock, type ClockSettings, scaledMs } from '../domain/clock';

/** The clock of a running deployment: the machine's own, scaled from the pinned base. */
export function systemClock(settings: ClockSettings): Clock {
  return { now: () => new Date(scaledMs(settings, Date.now())).toISOString() };
}

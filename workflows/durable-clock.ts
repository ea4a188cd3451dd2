import { type ClockSettings, scaledMs } from '../domain/clock';

/** Time as the treatment counts it, from the workflow's own deterministic clock. */
export interface DurableClock {
  now(): string;
  /** Wall-clock milliseconds until an instant; at least one, so that a timer is always a timer. */
  wallMsUntil(instant: string): number;
}

const realTime: ClockSettings = { base: '1970-01-01T00:00:00.000Z', scale: 1 };

/** The pinned clock of a treatment; inside a workflow Date.now() is the time of its task. */
export function durableClock(settings: ClockSettings = realTime): DurableClock {
  const nowMs = () => scaledMs(settings, Date.now());
  return {
    now: () => new Date(nowMs()).toISOString(),
    wallMsUntil: (instant) => Math.max(1, Math.ceil((Date.parse(instant) - nowMs()) / settings.scale)),
  };
}

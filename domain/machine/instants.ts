import { DateTime } from 'luxon';
import { isoOf, msOf } from '../iso-instant';

/** The instant `ms` after another, both ISO. */
export function after(instant: string, ms: number): string {
  return isoOf(msOf(instant) + ms);
}

/** Whether `now` is at or past `at`. */
export function reached(at: string, now: string): boolean {
  // Instants as toISOString writes them sort as texts.
  if (at.length === canonicalLength && now.length === canonicalLength) return at <= now;
  return msOf(at) <= msOf(now);
}
const canonicalLength = '2026-01-01T00:00:00.000Z'.length;

/** The later of two instants. */
export function later(one: string, other: string): string {
  return reached(other, one) ? one : other;
}

/** The next instant at or after `from` at which clocks in `zone` show `time` ('HH:mm'); an hour skipped by summer time counts as the one after it. */
export function nextLocalTime(from: string, time: string, zone: string): string {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  const start = DateTime.fromISO(from, { zone });
  const today = start.set({ hour, minute, second: 0, millisecond: 0 });
  const next = today < start ? today.plus({ days: 1 }).set({ hour, minute }) : today;
  return isoOf(next.toMillis());
}

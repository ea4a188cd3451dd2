import { DateTime } from 'luxon';
import { msOf } from '../iso-instant';

/** A calendar day in a zone. */
export interface LocalDay {
  /** yyyy-mm-dd. */
  readonly date: string;
  /** Days since 1970-01-01 of the date, to tell how far apart two days are. */
  readonly number: number;
  /** Its first instant, in milliseconds. */
  readonly startsAt: number;
  /** First instant of the next day, in milliseconds. */
  readonly endsAt: number;
}

// Zones change their offset at quarter hours, so all instants of one share a day.
const quarterMs = 900_000;
const dayMs = 86_400_000;
const zones = new Map<string, Map<number, LocalDay>>();
const cacheLimit = 10_000;

/** The calendar day of an instant in an IANA zone. */
export function localDay(instant: number, zone: string): LocalDay {
  const days = zones.get(zone) ?? new Map<number, LocalDay>();
  zones.set(zone, days);
  const quarter = Math.floor(instant / quarterMs);
  const known = days.get(quarter);
  if (known) return known;
  if (days.size >= cacheLimit) days.clear();
  const day = findDay(instant, zone);
  days.set(quarter, day);
  return day;
}

function findDay(instant: number, zone: string): LocalDay {
  const local = DateTime.fromMillis(instant, { zone });
  const date = local.toISODate() ?? '';
  const start = local.startOf('day');
  const next = start.plus({ days: 1 }).startOf('day');
  return { date, number: dayNumber(date), startsAt: start.toMillis(), endsAt: next.toMillis() };
}

/** Days since 1970-01-01 of a date written yyyy-mm-dd. */
export function dayNumber(date: string): number {
  return msOf(`${date}T00:00:00Z`) / dayMs;
}

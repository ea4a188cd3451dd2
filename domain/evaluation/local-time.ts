import { DateTime } from 'luxon';
import type { LocalDay } from './local-day';

const dayMs = 86_400_000;

/** The instant at which clocks of a zone show `time` ('HH:mm') on a day of theirs, in milliseconds. */
export function localTimeOn(day: LocalDay, time: string, zone: string): number {
  const [hour, minute] = [Number(time.slice(0, 2)), Number(time.slice(3, 5))];
  // A day with a clock change has 23 or 25 hours; only then is the calendar asked.
  if (day.endsAt - day.startsAt === dayMs) return day.startsAt + (hour * 60 + minute) * 60_000;
  return DateTime.fromMillis(day.startsAt, { zone }).set({ hour, minute }).toMillis();
}

const validity = new Map<string, boolean>();
const mostNames = 2_000;

/** Whether the calendar knows a zone by this name. */
export function isZone(name: string): boolean {
  const known = validity.get(name);
  if (known !== undefined) return known;
  // Names come from customers' records: any number of wrong ones must not fill the memory.
  if (validity.size >= mostNames) validity.clear();
  const valid = DateTime.utc().setZone(name).isValid;
  validity.set(name, valid);
  return valid;
}

import { DateTime } from 'luxon';

/** An instant in plain words of a zone: 'Tue 3 Mar 2026, 09:00 (Europe/Berlin)'. */
export function localWords(instant: string, zone: string): string {
  const time = DateTime.fromISO(instant, { zone }).setLocale('en-GB');
  const shown = time.isValid ? time : DateTime.fromISO(instant, { zone: 'UTC' }).setLocale('en-GB');
  return `${shown.toFormat('ccc d LLL yyyy, HH:mm')} (${shown.zoneName})`;
}

/** How long until an instant, in the coarsest unit that is true: 'in 3 days', 'in 5 hours', 'now'. */
export function fromNow(instant: string, now: string): string {
  const ms = Date.parse(instant) - Date.parse(now);
  if (ms <= 0) return 'now';
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const;
  for (const [name, size] of units) {
    const count = Math.round(ms / size);
    if (count >= 1 && ms >= size) return `in ${count} ${name}${count === 1 ? '' : 's'}`;
  }
  return 'in less than a minute';
}

/** An instant in plain words of a zone: 'Tue 3 Mar 2026, 09:00 (Europe/Berlin)'; in UTC where the zone is unknown. */
export function localWords(instant: string, zone: string): string {
  const time = new Date(instant);
  if (zone === 'UTC' || zone === 'Etc/UTC') return `${utcWords(time)} (UTC)`;
  const format = formatOf(zone);
  if (!format) return `${utcWords(time)} (UTC)`;
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of format.formatToParts(time)) part[type] = value;
  const { weekday, day, month, year, hour, minute } = part;
  return `${weekday} ${day} ${month} ${year}, ${hour}:${minute} (${zone})`;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// Every workflow loads this file anew, so no calendar of its own can be kept warm: what needs none does without.
function utcWords(time: Date): string {
  const clock = time.toISOString().slice(11, 16);
  const day = `${weekdays[time.getUTCDay()]} ${time.getUTCDate()} ${months[time.getUTCMonth()]}`;
  return `${day} ${time.getUTCFullYear()}, ${clock}`;
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) formats.set(zone, newFormat(zone));
  return formats.get(zone);
}

function newFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    });
  } catch {
    return undefined; // Not a zone the calendar knows.
  }
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

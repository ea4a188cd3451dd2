/** An instant in plain words of a zone, and in UTC as the Temporal UI shows it: 'Tue 3 Mar 2026, 09:00 Europe/Berlin (08:00 UTC)'. */
export function localWords(instant: string, zone: string): string {
  const utc = utcParts(new Date(instant));
  const local = partsIn(instant, zone);
  if (!local) return `${longWords(utc)} UTC`;
  const day = local.day === utc.day ? '' : `${utc.weekday} ${utc.day} ${utc.month} `;
  return `${longWords(local)} ${zone} (${day}${utc.clock} UTC)`;
}

/** The same for lists whose zone is told beside them: '3 Mar, 09:00'. */
export function shortWords(instant: string, zone: string): string {
  const { day, month, clock } = partsIn(instant, zone) ?? utcParts(new Date(instant));
  return `${day} ${month}, ${clock}`;
}

/** The zone that words are in: 'UTC' where the one asked for is not known to the calendar. */
export function zoneWords(zone: string): string {
  return isUtc(zone) || !formatOf(zone) ? 'UTC' : zone;
}

interface Parts {
  readonly weekday: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly clock: string;
}

function longWords({ weekday, day, month, year, clock }: Parts): string {
  return `${weekday} ${day} ${month} ${year}, ${clock}`;
}

function isUtc(zone: string): boolean {
  return zone === 'UTC' || zone === 'Etc/UTC';
}

// Every workflow loads this file anew, so no calendar of its own can be kept warm: what needs none does without.
function partsIn(instant: string, zone: string): Parts | undefined {
  const format = isUtc(zone) ? undefined : formatOf(zone);
  if (!format) return undefined;
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of format.formatToParts(new Date(instant))) part[type] = value;
  const { weekday = '', day = '', month = '', year = '', hour = '', minute = '' } = part;
  return { weekday, day, month, year, clock: `${hour}:${minute}` };
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function utcParts(time: Date): Parts {
  return {
    weekday: weekdays[time.getUTCDay()] ?? '',
    day: String(time.getUTCDate()),
    month: months[time.getUTCMonth()] ?? '',
    year: String(time.getUTCFullYear()),
    clock: time.toISOString().slice(11, 16),
  };
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

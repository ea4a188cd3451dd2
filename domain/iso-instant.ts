const dayMs = 86_400_000;
// Beyond these years the text has another length.
const lastMs = Date.parse('9999-12-31T23:59:59.999Z');
const dayTexts = new Map<number, string>();
const mostDays = 4_000;

/** An instant as text, the same as `toISOString` and several times as quick: days are put into words once. */
export function isoOf(ms: number): string {
  if (!(ms >= 0 && ms <= lastMs)) return new Date(ms).toISOString();
  const whole = Math.floor(ms);
  const day = Math.floor(whole / dayMs);
  return dayText(day) + timeText(whole - day * dayMs);
}

function dayText(day: number): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  if (dayTexts.size >= mostDays) dayTexts.clear();
  const text = new Date(day * dayMs).toISOString().slice(0, 'yyyy-mm-ddT'.length);
  dayTexts.set(day, text);
  return text;
}

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

function timeText(ms: number): string {
  const hour = twoDigits[Math.floor(ms / 3_600_000)];
  const minute = twoDigits[Math.floor(ms / 60_000) % 60];
  const second = twoDigits[Math.floor(ms / 1_000) % 60];
  const rest = ms % 1_000;
  return `${hour}:${minute}:${second}.${rest === 0 ? '000' : String(rest).padStart(3, '0')}Z`;
}

const parsed = new Map<string, number>();
const mostParsed = 4_000;

/** The milliseconds of an instant, the same as `Date.parse`: one run asks for its start and its present again and again. */
export function msOf(iso: string): number {
  const known = parsed.get(iso);
  if (known !== undefined) return known;
  if (parsed.size >= mostParsed) parsed.clear();
  const ms = Date.parse(iso);
  parsed.set(iso, ms);
  return ms;
}

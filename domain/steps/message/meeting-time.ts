import { DateTime } from 'luxon';

/** Hours of a working day, as 'HH:mm' of the recipient's clock. */
export interface BusinessHours {
  readonly from: string;
  readonly until: string;
}

/** When a meeting is proposed. */
export interface MeetingTime {
  readonly startAt: string;
  readonly endAt: string;
}

const halfHour = 30;
const friday = 5;

/** The first half hour from `earliest` on at which the meeting fits into a working day of the recipient. */
export function meetingTime(asked: {
  readonly earliest: string;
  readonly durationMs: number;
  readonly zone: string;
  readonly hours: BusinessHours;
}): MeetingTime {
  const { zone, durationMs, hours } = asked;
  const earliest = onHalfHour(DateTime.fromISO(asked.earliest, { zone }));
  const start = fits(earliest, durationMs, hours) ?? morningAfter(earliest, hours);
  return { startAt: instant(start), endAt: instant(start.plus({ milliseconds: durationMs })) };
}

function fits(earliest: DateTime, durationMs: number, hours: BusinessHours): DateTime | undefined {
  if (earliest.weekday > friday) return undefined;
  const opens = at(earliest, hours.from);
  const start = earliest > opens ? earliest : opens;
  return start.plus({ milliseconds: durationMs }) <= at(earliest, hours.until) ? start : undefined;
}

function morningAfter(earliest: DateTime, { from }: BusinessHours): DateTime {
  let day = earliest.plus({ days: 1 });
  while (day.weekday > friday) day = day.plus({ days: 1 });
  return at(day, from);
}

function onHalfHour(moment: DateTime): DateTime {
  const whole = moment.startOf('minute') < moment ? moment.startOf('minute').plus({ minutes: 1 }) : moment;
  return whole.plus({ minutes: (halfHour - (whole.minute % halfHour)) % halfHour });
}

// Set on the local day, not added to midnight: a day with a clock change has 23 or 25 hours.
function at(local: DateTime, time: string): DateTime {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return local.set({ hour, minute, second: 0, millisecond: 0 });
}

function instant(moment: DateTime): string {
  return moment.toUTC().toISO() ?? '';
}

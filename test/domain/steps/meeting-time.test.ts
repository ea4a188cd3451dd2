import fc from 'fast-check';
import { DateTime } from 'luxon';
import { meetingTime } from '../../../domain/steps/message/meeting-time';

const hourMs = 3_600_000;
const hours = { from: '09:00', until: '17:00' };
const plan = (earliest: string, zone = 'Europe/Berlin', durationMs = hourMs) =>
  meetingTime({ earliest, zone, durationMs, hours });

describe('the time of a meeting', () => {
  it.each([
    ['is the next half hour within business hours', '2026-03-03T10:10:00Z', '2026-03-03T10:30:00.000Z'],
    ['is the moment itself on a half hour', '2026-03-03T10:30:00Z', '2026-03-03T10:30:00.000Z'],
    ['is the morning of the same day before they begin', '2026-03-03T03:00:00Z', '2026-03-03T08:00:00.000Z'],
    ['is the next morning where it would end too late', '2026-03-03T15:30:00Z', '2026-03-04T08:00:00.000Z'],
    ['is Monday where it falls on a weekend', '2026-03-07T10:00:00Z', '2026-03-09T08:00:00.000Z'],
    ['is nine by the clock after the clocks changed', '2026-03-28T10:00:00Z', '2026-03-30T07:00:00.000Z'],
  ])('%s', (_name, earliest, startAt) => {
    expect(plan(earliest).startAt).toBe(startAt);
  });

  it('counts in the zone of the recipient', () => {
    expect(plan('2026-03-03T10:00:00Z', 'America/New_York').startAt).toBe('2026-03-03T14:00:00.000Z');
  });

  it('begins with the day where it takes longer than the day has hours', () => {
    expect(plan('2026-03-03T10:00:00Z', 'Europe/Berlin', 12 * hourMs)).toEqual({
      startAt: '2026-03-04T08:00:00.000Z',
      endAt: '2026-03-04T20:00:00.000Z',
    });
  });

  it('is always on a working day, within business hours, and never before the earliest', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham'];
    const dates = fc.date({
      min: new Date('2026-01-01Z'),
      max: new Date('2027-12-31Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, fc.constantFrom(...zones), fc.integer({ min: 1, max: 16 }), (at, zone, halves) => {
        const { startAt, endAt } = plan(at.toISOString(), zone, (halves * hourMs) / 2);
        const [start, end] = [DateTime.fromISO(startAt, { zone }), DateTime.fromISO(endAt, { zone })];
        expect(start.toMillis()).toBeGreaterThanOrEqual(at.getTime());
        expect(start.weekday).toBeLessThanOrEqual(5);
        expect(start.hour).toBeGreaterThanOrEqual(9);
        expect(end.toISODate()).toBe(start.toISODate());
        expect(end.hour * 60 + end.minute).toBeLessThanOrEqual(17 * 60);
        expect(end.diff(start).toMillis()).toBe((halves * hourMs) / 2);
      }),
      { numRuns: 1_000 },
    );
  });
});

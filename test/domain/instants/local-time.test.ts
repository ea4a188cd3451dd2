import { assert, constantFrom, integer, property, tuple } from 'fast-check';
import { DateTime } from 'luxon';
import { localDay } from '../../../domain/evaluation/local-day';
import { isZone, localTimeOn } from '../../../domain/evaluation/local-time';

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Africa/Cairo',
  'UTC',
];
const anyTime = tuple(integer({ min: 0, max: 23 }), integer({ min: 0, max: 59 }));
const anyMs = integer({ min: Date.parse('2020-01-01T00:00:00Z'), max: Date.parse('2032-01-01T00:00:00Z') });

describe("a time of a zone's own day", () => {
  it('is the instant at which the calendar shows it, also on days of 23 and 25 hours', () => {
    assert(
      property(anyMs, constantFrom(...zones), anyTime, (ms, zone, [hour, minute]) => {
        const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
        const found = localTimeOn(localDay(ms, zone), time, zone);
        const start = DateTime.fromMillis(ms, { zone }).startOf('day');
        expect(found).toBe(start.set({ hour, minute }).toMillis());
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['the clock jumps from 2:00 to 3:00', '2026-03-29T12:00:00Z', '08:00', '2026-03-29T06:00:00.000Z'],
    ['the clock falls from 3:00 to 2:00', '2026-10-25T12:00:00Z', '08:00', '2026-10-25T07:00:00.000Z'],
    ['an hour that the day does not have', '2026-03-29T12:00:00Z', '02:30', '2026-03-29T01:30:00.000Z'],
  ])('keeps to the clock in Berlin: %s', (_what, at, time, instant) => {
    const zone = 'Europe/Berlin';
    expect(new Date(localTimeOn(localDay(Date.parse(at), zone), time, zone)).toISOString()).toBe(instant);
  });
});

describe('a zone', () => {
  it('is known to the calendar or not, each time it is asked', () => {
    const asked = ['Europe/Berlin', 'Not/AZone', 'Europe/Berlin', 'Not/AZone', ''];
    expect(asked.map(isZone)).toEqual([true, false, true, false, false]);
  });
});

import { array, assert, date, integer, oneof, property } from 'fast-check';
import { isoOf } from '../../../domain/iso-instant';

const anyMs = oneof(
  date({ noInvalidDate: true }).map((at) => at.getTime()),
  integer({ min: 0, max: 4_102_444_800_000 }),
);

describe('an instant as text', () => {
  it('is what toISOString says, in any order and for any year', () => {
    assert(
      property(array(anyMs), (instants) => {
        expect(instants.map(isoOf)).toEqual(instants.map((ms) => new Date(ms).toISOString()));
      }),
    );
  });

  it('drops parts of a millisecond as Date does', () => {
    expect(isoOf(1_772_445_600_000.9)).toBe('2026-03-02T10:00:00.000Z');
  });

  it('refuses what is no instant', () => {
    expect(() => isoOf(Number.NaN)).toThrow(RangeError);
  });
});

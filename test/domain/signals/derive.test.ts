import type { CustomerSignal, DerivedSignalDefinition } from '../../../domain/signals/signal';
import { derivedSignal } from '../../support/book-builder';
import { derived } from '../../support/timed-facts';

const minute = 60_000;
const day = 86_400_000;
const asOf = Date.parse('2026-03-10T00:00:00.000Z');
let made = 0;

function fact(
  name: string,
  agoMs: number,
  value: CustomerSignal['value'],
  data?: CustomerSignal['data'],
): CustomerSignal {
  made += 1;
  const occurredAt = new Date(asOf - agoMs).toISOString();
  return { id: `f${made}`, name, value, occurredAt, position: made, ...(data && { data }) };
}
const a = (daysAgo: number, value: CustomerSignal['value'], data?: CustomerSignal['data']) =>
  fact('a', daysAgo * day, value, data);
const b = (daysAgo: number, value: CustomerSignal['value'] = true) => fact('b', daysAgo * day, value);

type Fields = Partial<DerivedSignalDefinition>;
const facts = [a(1, 4), a(8, 100), a(6, 10), a(3, 7)];
const of = (fields: Fields, given: readonly CustomerSignal[] = facts, at = asOf) =>
  derived(derivedSignal('d', 'a', fields), given, at);
const valueOf = (fields: Fields, given?: readonly CustomerSignal[]) => of(fields, given).value;

describe('a derived signal', () => {
  it('counts and sums the facts of its window', () => {
    expect(valueOf({ aggregate: 'count' })).toBe(3);
    expect(valueOf({ aggregate: 'sum' })).toBe(21);
    expect(valueOf({ aggregate: 'sum' }, [a(8, 100)])).toBe(0);
    expect(valueOf({ aggregate: 'count' }, [])).toBe(0);
  });

  it('is a rate: facts a day over the whole window', () => {
    expect(valueOf({ aggregate: 'rate', windowMs: 6 * day })).toBe(0.5);
    expect(valueOf({ aggregate: 'rate', windowMs: day / 2 }, [a(0.1, 1), a(0.2, 1)])).toBe(4);
    expect(valueOf({ aggregate: 'rate' }, [])).toBe(0);
  });

  it('is the first or the latest value of the window, and the change between them', () => {
    expect(valueOf({ aggregate: 'first' })).toBe(10);
    expect(valueOf({ aggregate: 'last' })).toBe(4);
    expect(valueOf({ aggregate: 'change' })).toBe(-6);
    expect(valueOf({ aggregate: 'first' }, [a(8, 100)])).toBeUndefined();
    expect(valueOf({ aggregate: 'last' }, [])).toBeUndefined();
    expect(valueOf({ aggregate: 'change' }, [a(1, 4)])).toBeUndefined();
  });

  it('is how many different values came, and how often the commonest did', () => {
    const intents = [a(1, 'bill'), a(2, 'login'), a(3, 'bill'), a(4, 'bill'), a(9, 'refund')];
    expect(valueOf({ aggregate: 'distinct' }, intents)).toBe(2);
    expect(valueOf({ aggregate: 'repeats' }, intents)).toBe(3);
    expect(valueOf({ aggregate: 'distinct' }, [])).toBe(0);
    expect(valueOf({ aggregate: 'repeats' }, [])).toBe(0);
  });

  it('looks at a field of the data where one is named; facts without it say nothing', () => {
    const views = [
      a(1, true, { page: 'x' }),
      a(2, true, { page: 'y' }),
      a(3, true, { page: 'x' }),
      a(4, true),
    ];
    expect(valueOf({ aggregate: 'distinct', field: 'page' }, views)).toBe(2);
    expect(valueOf({ aggregate: 'repeats', field: 'page' }, views)).toBe(2);
    expect(valueOf({ aggregate: 'distinct' }, views)).toBe(1);
  });

  it('is a trend: the slope a day of the line that fits best', () => {
    expect(valueOf({ aggregate: 'trend' }, [a(4, 10), a(3, 12), a(2, 14)])).toBeCloseTo(2, 12);
    // By hand: days 0, 1, 3; values 0, 3, 3; middles 4/3 and 2; 4 divided by 14/3.
    expect(valueOf({ aggregate: 'trend' }, [a(5, 0), a(4, 3), a(2, 3)])).toBeCloseTo(6 / 7, 12);
    expect(valueOf({ aggregate: 'trend' }, [a(2, 5)])).toBeUndefined();
    expect(valueOf({ aggregate: 'trend' }, [a(2, 5), a(2, 9)])).toBeUndefined();
  });

  it('counts only the facts its filter lets through', () => {
    expect(valueOf({ equals: 7 })).toBe(1);
    expect(valueOf({ atMost: 7 })).toBe(2);
    expect(valueOf({ atLeast: 7 })).toBe(2);
    expect(valueOf({ aggregate: 'trend', atLeast: 7 })).toBeCloseTo(-1, 12);
  });

  it('changes when its earliest fact leaves the window', () => {
    const { changesAt } = of({ aggregate: 'count' });
    expect(changesAt).toBe(asOf + day + 1);
    expect(of({ aggregate: 'count' }, facts, changesAt).value).toBe(2);
    expect(of({ aggregate: 'count' }, facts, changesAt - 1).value).toBe(3);
  });

  it('is the fewest days between two signals', () => {
    const gap = { aggregate: 'gap', with: 'b', atMost: 7, windowMs: 90 * day } as const;
    expect(valueOf(gap, [...facts, b(20), b(10)])).toBe(7);
    expect(valueOf(gap, [...facts, b(3, false), b(20)])).toBe(17);
    expect(valueOf(gap, [...facts, b(3, false)])).toBeUndefined();
    expect(valueOf(gap)).toBeUndefined();
    expect(of(gap, [...facts, b(20)]).changesAt).toBe(asOf + 70 * day + 1);
  });
});

describe('a change against last year', () => {
  const season = { aggregate: 'change', windowMs: 30 * day, against: 'lastYear' } as const;
  const year = [a(400, 1000), a(390, 90), a(380, 110), a(200, 5), a(20, 60), a(10, 80)];

  it('compares the mean of the window with that of the same window 365 days before, as a share', () => {
    // 70 now, 100 then.
    expect(valueOf(season, year)).toBeCloseTo(-0.3, 12);
  });

  it('compares how many there were, or their sum, in the same way', () => {
    expect(valueOf({ ...season, aggregate: 'count' }, [...year, a(1, 1)])).toBe(0.5);
    expect(valueOf({ ...season, aggregate: 'sum' }, year)).toBeCloseTo(-0.3, 12);
    expect(valueOf({ ...season, aggregate: 'sum' }, [a(380, 50)])).toBe(-1);
  });

  it('is not there without a year before to compare with', () => {
    expect(valueOf(season, [a(20, 60)])).toBeUndefined();
    expect(valueOf(season, [a(380, 0), a(20, 60)])).toBeUndefined();
    expect(valueOf(season, [a(380, 60)])).toBeUndefined();
    expect(valueOf({ ...season, aggregate: 'count' }, [a(20, 60)])).toBeUndefined();
  });

  it('takes both ends of both windows in', () => {
    expect(valueOf(season, [a(365, 10), a(0, 20)])).toBe(1);
    expect(valueOf(season, [a(395, 10), a(30, 20)])).toBe(1);
    expect(valueOf(season, [a(395.001, 10), a(30, 20)])).toBeUndefined();
  });

  it('changes when a fact leaves either window, and when one comes into that of last year', () => {
    expect(of(season, [a(380, 1), a(20, 1)]).changesAt).toBe(asOf + 10 * day + 1);
    expect(of(season, [a(394, 1), a(20, 1)]).changesAt).toBe(asOf + day + 1);
    expect(of(season, [a(394, 1), a(20, 1), a(364.5, 1)]).changesAt).toBe(asOf + day / 2);
  });
});

describe('a sequence', () => {
  const within = { aggregate: 'sequence', then: 'b', withinMs: 10 * minute } as const;
  const minutes = (name: string, ago: number, value: CustomerSignal['value'] = true) =>
    fact(name, ago * minute, value);

  it('is how often the one was followed by the other in time', () => {
    const given = [
      ...[minutes('a', 300), minutes('b', 295)],
      ...[minutes('a', 200), minutes('b', 189)],
      ...[minutes('a', 100), minutes('a', 99), minutes('b', 91)],
    ];
    expect(valueOf(within, given)).toBe(3);
    expect(valueOf(within, [minutes('a', 200), minutes('b', 190)])).toBe(1);
  });

  it('is not the other first, nor both at the same instant, nor one that says false', () => {
    expect(valueOf(within, [minutes('b', 105), minutes('a', 100)])).toBe(0);
    expect(valueOf(within, [minutes('a', 100), minutes('b', 100)])).toBe(0);
    expect(valueOf(within, [minutes('a', 100), minutes('b', 95, false)])).toBe(0);
    expect(valueOf(within, [minutes('a', 100), minutes('b', 95, false), minutes('b', 94)])).toBe(1);
    expect(valueOf(within, [])).toBe(0);
  });

  it('may be of one signal with itself', () => {
    const again = { ...within, then: 'a' };
    expect(valueOf(again, [minutes('a', 100), minutes('a', 95), minutes('a', 20)])).toBe(1);
  });

  it('changes when the first that was followed leaves the window', () => {
    const given = [minutes('a', 300), minutes('a', 200), minutes('b', 195)];
    expect(of(within, given).changesAt).toBe(asOf - 200 * minute + 7 * day + 1);
  });
});

import { derive } from '../../../domain/signals/derive';
import type { TimedFact } from '../../../domain/signals/fact-table';
import type { CustomerSignal } from '../../../domain/signals/signal';
import { derivedSignal } from '../../support/book-builder';

const day = 86_400_000;
const asOf = Date.parse('2026-03-10T00:00:00.000Z');

function at(daysAgo: number, value: CustomerSignal['value'], id = `f${daysAgo}`): TimedFact {
  const instant = asOf - daysAgo * day;
  return {
    at: instant,
    fact: { id, name: 'a', value, occurredAt: new Date(instant).toISOString(), position: 1 },
  };
}

const facts = [at(1, 4), at(8, 100), at(6, 10), at(3, 7)];
const valueOf = (
  fields: Parameters<typeof derivedSignal>[2],
  given: readonly TimedFact[] | undefined = facts,
) => derive(derivedSignal('d', 'a', fields), given, undefined, asOf).value;

describe('a derived signal', () => {
  it('counts and sums the facts of its window in event time, whatever order they arrived in', () => {
    expect(valueOf({ aggregate: 'count' })).toBe(3);
    expect(valueOf({ aggregate: 'sum' })).toBe(21);
    expect(valueOf({ aggregate: 'count' }, [...facts].reverse())).toBe(3);
  });

  it('is the latest value of the window, and the change from its earliest', () => {
    expect(valueOf({ aggregate: 'last' })).toBe(4);
    expect(valueOf({ aggregate: 'change' })).toBe(-6);
    expect(valueOf({ aggregate: 'change' }, [at(1, 4)])).toBeUndefined();
  });

  it('counts none as 0 and has no last value where the window is empty', () => {
    expect(derive(derivedSignal('d', 'a'), undefined, undefined, asOf).value).toBe(0);
    expect(valueOf({ aggregate: 'sum' }, [at(8, 100)])).toBe(0);
    expect(valueOf({ aggregate: 'last' }, [at(8, 100)])).toBeUndefined();
  });

  it('counts only the facts its filter lets through', () => {
    expect(valueOf({ equals: 7 })).toBe(1);
    expect(valueOf({ atMost: 7 })).toBe(2);
    expect(valueOf({ atLeast: 7 })).toBe(2);
  });

  it('takes a late fact in as if it had come in time', () => {
    expect(valueOf({ aggregate: 'count' }, [...facts, at(5, 1, 'late')])).toBe(4);
  });

  it('changes when its earliest fact leaves the window', () => {
    const { changesAt } = derive(derivedSignal('d', 'a'), facts, undefined, asOf);
    expect(changesAt).toBe(asOf + day + 1);
    expect(derive(derivedSignal('d', 'a'), facts, undefined, changesAt).value).toBe(2);
    expect(derive(derivedSignal('d', 'a'), facts, undefined, changesAt - 1).value).toBe(3);
  });

  it('is the fewest days between two signals', () => {
    const gap = derivedSignal('d', 'a', { aggregate: 'gap', with: 'b', atMost: 7, windowMs: 90 * day });
    const gapTo = (others: readonly TimedFact[] | undefined) => derive(gap, facts, others, asOf).value;
    expect(gapTo([at(20, true), at(10, true)])).toBe(7);
    expect(gapTo([at(3, false), at(20, true)])).toBe(17);
    expect(gapTo([at(3, false)])).toBeUndefined();
    expect(gapTo(undefined)).toBeUndefined();
  });
});

import fc from 'fast-check';
import { evaluate } from '../../../domain/evaluate';
import { memories } from '../../../domain/signals/reach';
import type { CustomerSignal } from '../../../domain/signals/signal';
import {
  compiledBook,
  derivedSignal,
  rawSignal,
  scoreDefinition,
  scoreRule,
  segmentDefinition,
} from '../../support/book-builder';
import { evaluationInput, fact } from '../../support/evaluated-customer';

const day = 86_400_000;
const year = 365 * day;
const asOf = Date.parse('2026-03-02T12:00:00.000Z');

// One of each way in which an old fact can matter.
const book = compiledBook({
  signals: [
    rawSignal('scored', { maximumAgeMs: 10 * day }),
    rawSignal('told', { feeds: [], maximumAgeMs: 5 * day }),
    rawSignal('counted', { feeds: [], maximumAgeMs: 3 * day }),
    rawSignal('seasonal', { feeds: [], maximumAgeMs: 3 * day }),
    rawSignal('paired', { feeds: [], maximumAgeMs: 3 * day }),
    rawSignal('seen', { feeds: [], maximumAgeMs: 4 * day }),
    derivedSignal('counts', 'counted', { windowMs: 30 * day }),
    derivedSignal('season', 'seasonal', { windowMs: 6 * day, against: 'lastYear' }),
    derivedSignal('pair', 'counted', { aggregate: 'gap', with: 'paired', windowMs: 40 * day }),
  ],
  scores: [scoreDefinition({ minimumSources: 1, rules: [scoreRule('counts', 'signals.counts >= 1.0')] })],
  segments: [segmentDefinition('in-context', { per: 'conversation', entry: 'signals.seen > 0.0' })],
});
const remembered = memories(Object.values(book.signals));
const names = Object.keys(remembered);

describe('how long facts of a signal are remembered', () => {
  it('is twice their age where confidence counts them, else as long as anything looks back', () => {
    expect(remembered).toEqual({
      scored: 20 * day,
      told: 5 * day,
      counted: 40 * day,
      seasonal: year + 6 * day,
      paired: 40 * day,
      seen: 4 * day,
    });
  });

  it('is enough: no evaluation differs from one over everything that was ever said', () => {
    expect(differing(remembered).failed).toBe(false);
  });

  it.each(names)('is needed to the last millisecond: with one less, facts of %s are missed', (name) => {
    expect(differing({ ...remembered, [name]: (remembered[name] ?? 0) - 1 }).failed).toBe(true);
  });
});

/** Looks for a customer whose evaluation differs when older facts are left out. */
function differing(kept: Readonly<Record<string, number>>) {
  const ages = [0, 1, 2 * day, year, ...Object.values(remembered)];
  const drawn = fc.array(
    fc.record({
      name: fc.constantFrom(...names),
      ago: fc.tuple(fc.constantFrom(...ages), fc.constantFrom(-1, 0, 0, 1)).map(([age, off]) => age + off),
      context: fc.constantFrom(undefined, 'conversation:c1'),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const property = fc.property(drawn, (list) => {
    const facts = list.map(({ name, ago, context }, n) =>
      fact(name, 1, new Date(asOf - ago).toISOString(), {
        id: `f${n}`,
        position: n,
        ...(context && { context }),
      }),
    );
    expect(found(facts.filter((one) => asOf - Date.parse(one.occurredAt) <= (kept[one.name] ?? 0)))).toEqual(
      found(facts),
    );
  });
  return fc.check(property, { numRuns: 3_000, seed: 1 });
}

function found(signals: readonly CustomerSignal[]) {
  return evaluate(evaluationInput(book, { signals, asOf: new Date(asOf).toISOString() }));
}

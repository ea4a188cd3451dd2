import path from 'node:path';
import fc from 'fast-check';
import { arbitrate } from '../../../domain/arbitration/arbitrate';
import type { CompiledBook } from '../../../domain/compiled-book';
import { readBook } from '../../../ports/book-files/read-book';
import { onDay } from '../../support/customer-histories';
import { evaluateAt, evaluationInput } from '../../support/evaluated-customer';

let book: CompiledBook;
beforeAll(async () => {
  const read = await readBook(path.join(__dirname, '../../../config/book'));
  if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
  book = read.book;
});

/** Where everybody is who is known by name and value alone. */
const byDefault = ['value-high', 'value-medium', 'value-low', 'matrix-expand', 'matrix-maintain'];

const strangers = fc.record(
  {
    annualRevenue: fc.constantFrom(0, 500, 2_500, 19_999, 20_000, 1_000_000),
    expansionPotential: fc.constantFrom(0, 0.5, 3),
    strategic: fc.boolean(),
    plan: fc.constantFrom('free', 'enterprise'),
    industry: fc.constantFrom('retail', 'banking'),
    locale: fc.constantFrom('de', 'en'),
  },
  { requiredKeys: [] },
);
const cuts = fc.constantFrom(
  { highFrom: 0, mediumFrom: 0 },
  { highFrom: 50_000, mediumFrom: 5_000 },
  { highFrom: 900, mediumFrom: 100 },
);

describe('a customer of whom no signal is known', () => {
  it('is in default segments only and gets no treatment, however long nothing is heard', () => {
    fc.assert(
      fc.property(strangers, cuts, fc.integer({ min: 1, max: 400 }), (attributes, valueCuts, days) => {
        const instants = [0, 1, 2, 8, 8 + days].map(onDay);
        const input = evaluationInput(book, { attributes, valueCuts });
        const { results, crossings } = evaluateAt(instants, input);
        const facts = results.at(-1)!.facts;
        expect(facts.segments.filter((id) => !byDefault.includes(id))).toEqual([]);
        expect(facts.segments.length).toBeGreaterThan(0);
        const { salt } = book.policies.holdout;
        const decisions = arbitrate({
          book,
          customerKey: input.customerKey,
          crossings,
          deferred: [],
          treatments: [],
          facts,
          asOf: instants.at(-1)!,
          salt,
          globalShare: 0,
        });
        expect(decisions.filter(({ action }) => action === 'start')).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('slowness', () => {
  const slow = ['churn', 'expansion'];

  it('of segments is for churn, expansion and value alone', () => {
    const wrong = book.segments.filter(
      ({ confirmation, dwellMs, dimension, layer, tier }) =>
        (confirmation !== undefined || dwellMs > 0) &&
        (tier === 'runtime' ||
          (dimension === undefined ? layer !== 'value' && layer !== 'riskValue' : !slow.includes(dimension))),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('holds for every evaluated segment of churn and expansion risk, two of three days and a week', () => {
    const risks = book.segments.filter(
      ({ layer, source, dimension = '' }) =>
        source === 'evaluated' && (layer === 'risk' || layer === 'riskValue') && slow.includes(dimension),
    );
    expect(risks.length).toBeGreaterThanOrEqual(8);
    for (const { id, confirmation, dwellMs } of risks)
      expect([id, confirmation, dwellMs]).toEqual([id, { days: 2, of: 3 }, 7 * 86_400_000]);
  });

  it('between two treatments is for churn and expansion alone', () => {
    const cooled = Object.values(book.playbooks).filter(({ coolDownMs }) => coolDownMs > 0);
    expect(cooled.filter(({ dimension }) => !slow.includes(dimension)).map(({ id }) => id)).toEqual([]);
  });
});

describe('escalation propensity', () => {
  it('raises stakes and routes nobody anywhere sooner', () => {
    const segment = book.segments.find(({ id }) => id === 'escalates-often');
    expect(segment?.changes).toEqual({ stakes: 'medium' });
    expect(segment?.routing.queue).toBe('');
  });
});

describe('visitor intent', () => {
  it('decides content and timing, and nothing else', () => {
    const visitors = book.segments.filter(({ id }) => id.startsWith('visitor-'));
    expect(visitors).toHaveLength(3);
    for (const { changes, treat, routing, allowedActions, forbiddenActions } of visitors) {
      expect(Object.keys(changes).filter((key) => key !== 'topic' && key !== 'contactFrequency')).toEqual([]);
      expect([treat, routing.queue, allowedActions, forbiddenActions]).toEqual([[], '', [], []]);
    }
  });
});

import type { FactsSnapshot } from '../../domain/facts';
import { factsFrom, type PinnedFacts, pinFacts } from '../../domain/pinned-facts';

const nothingKnown: FactsSnapshot = {
  sequence: 3,
  asOf: '2026-03-02T10:00:00.000Z',
  facts: {
    signals: {},
    scores: {},
    segments: [],
    value: { amount: 0, tier: 'low' },
    customer: {},
    context: { kind: '', id: '' },
    invoices: { open: 0, openAmount: 0, paid: 0, void: 0, uncollectible: 0, attempts: 0, declineCode: '' },
  },
};

const known: FactsSnapshot = {
  ...nothingKnown,
  facts: {
    ...nothingKnown.facts,
    // Zero and an empty text are said of a customer; only a part without any is left out.
    signals: { seats_change_90d: 0, policy_question: '' },
    scores: { churn: { points: 0, tier: 'low', confidence: 0 } },
    segments: ['value-low'],
    customer: { name: '' },
    context: { kind: 'complaint', id: '7' },
    invoices: { ...nothingKnown.facts.invoices, paid: 1 },
    economics: {
      churnProbability: 0,
      atRisk: 0,
      expectedSaving: 0,
      offerCost: 0,
      effortCost: 0,
      cost: 0,
      net: 0,
    },
  },
};

describe('facts pinned in the input of a treatment', () => {
  test('leave out what says nothing', () => {
    expect(pinFacts(nothingKnown).facts).toEqual({ value: { amount: 0, tier: 'low' } });
  });

  test.each([
    ['of a customer of whom nothing is known', nothingKnown],
    ['of a customer of whom all kinds of things are known, zeros among them', known],
  ])('come back whole: %s', (_, facts) => {
    expect(factsFrom(pinFacts(facts))).toEqual(facts);
    expect(factsFrom(JSON.parse(JSON.stringify(pinFacts(facts))) as PinnedFacts)).toEqual(facts);
  });

  test('are taken whole as well, as earlier versions pinned them', () => {
    expect(factsFrom(known)).toEqual(known);
  });
});

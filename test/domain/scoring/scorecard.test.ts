import { evaluate } from '../../../domain/evaluate';
import type { ScorecardFeature } from '../../../domain/scoring/scorecard';
import { compiledBook, rawSignal, scoreDefinition } from '../../support/book-builder';
import { evaluationInput, fact } from '../../support/evaluated-customer';

const feature = (code: string, value: string, fields: Partial<ScorecardFeature> = {}): ScorecardFeature => ({
  code,
  text: `Because of ${code}`,
  value,
  weight: 1,
  missing: 0,
  reference: 0,
  sources: ['product_usage'],
  ignoredWhileOpen: [],
  ...fields,
});
const features = [
  feature('usage', 'signals.usage', { weight: -4, reference: 0.05 }),
  feature('champion', 'signals.champion ? 1.0 : 0.0', { weight: 1.5, sources: ['success_notes'] }),
  feature('failures', 'signals.failures', { weight: 0.5, ignoredWhileOpen: ['payment-cure'] }),
];
const book = compiledBook({
  signals: [
    rawSignal('usage'),
    rawSignal('champion', { source: 'success_notes', type: 'boolean' }),
    rawSignal('failures', { source: 'billing' }),
  ],
  scores: [
    scoreDefinition({
      scorecard: { name: 'churn-logistic', version: '2026-03', intercept: -1, features },
      tiers: { high: { enter: 70, leave: 60 }, medium: { enter: 40, leave: 30 } },
    }),
  ],
});
const at = '2026-03-02T09:00:00.000Z';
const score = (facts: Readonly<Record<string, number | boolean>>, open: string[] = []) =>
  evaluate(
    evaluationInput(book, {
      signals: Object.entries(facts).map(([name, value]) => fact(name, value, at)),
      openTreatments: open.map((playbook) => ({ playbook })),
    }),
  ).scores[0]!;
const percent = (logit: number) => Math.round(1000 / (1 + Math.exp(-logit))) / 10;

describe('a logistic scorecard', () => {
  it('gives the probability in percent, with the same shape of answer as rules', () => {
    // -1 + 4 × 0.4 + 1.5 = 2.1
    expect(score({ usage: -0.4, champion: true })).toMatchObject({
      dimension: 'churn',
      points: 89.1,
      tier: 'high',
      sources: ['product_usage', 'success_notes'],
      confidence: 1,
      model: 'test/churn@2026-03',
      definition: 'churn',
    });
  });

  it('tells what lifts the risk above that of an ordinary customer, the strongest first, by what it adds', () => {
    const { reasons } = score({ usage: -0.4, champion: true });
    expect(reasons.map(({ code }) => code)).toEqual(['usage', 'champion']);
    expect(reasons.map(({ points }) => points)).toEqual([
      Math.round((89.1 - percent(2.1 - 1.8)) * 10) / 10,
      Math.round((89.1 - percent(2.1 - 1.5)) * 10) / 10,
    ]);
    expect(score({ usage: 0.3, champion: false }).reasons).toEqual([]);
  });

  it('takes the value for missing where a signal is not there, and gives it no blame', () => {
    expect(score({})).toMatchObject({ points: percent(-1), reasons: [], sources: [], confidence: 0 });
  });

  it('is capped like any score where a single source speaks', () => {
    expect(score({ usage: -0.9 })).toMatchObject({ tier: 'medium', capped: 'single source' });
  });

  it('leaves a feature out while a play it does not mix with is open', () => {
    expect(score({ failures: 3 }).points).toBe(percent(0.5));
    expect(score({ failures: 3 }, ['payment-cure'])).toMatchObject({ points: percent(-1), reasons: [] });
  });
});

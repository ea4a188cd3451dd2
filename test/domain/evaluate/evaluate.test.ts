import { evaluate } from '../../../domain/evaluate';
import { churnBook } from '../../support/churn-book';
import { evaluateAt, evaluationInput, fact } from '../../support/evaluated-customer';

const book = churnBook();
const usageDown = fact('usage_change_30d', -0.4, '2026-03-01T09:00:00.000Z');
const champion = fact('champion_departed', true, '2026-03-02T09:00:00.000Z');

describe('evaluate', () => {
  it('finds usage down in the week the champion leaves high, and crosses on that evaluation', () => {
    const result = evaluate(evaluationInput(book, { signals: [usageDown, champion] }));
    expect(result.scores[0]).toMatchObject({
      dimension: 'churn',
      points: 60,
      tier: 'high',
      sources: ['product_usage', 'success_notes'],
      confidence: 1,
      model: 'test/churn',
    });
    expect(result.crossings).toEqual([
      {
        id: 'crossing:0123456789ab:1:0',
        customerKey: '0123456789ab',
        segment: 'churn-risk-high',
        direction: 'entered',
        fromTier: 'low',
        toTier: 'high',
        scores: {
          churn: { points: 60, tier: 'high', confidence: 1 },
          payment: { points: 0, tier: 'low', confidence: 0 },
        },
        reasons: ['usage down', 'champion departed', 'usage down as champion left'],
        sources: ['product_usage', 'success_notes'],
        bookHash: 'test',
        sequence: 1,
        occurredAt: '2026-03-02T12:00:00.000Z',
        breachedAt: '2026-03-02T12:00:00.000Z',
        origin: 'evaluated',
      },
    ]);
    expect(result.facts.segments).toEqual(['churn-risk-high']);
  });

  it('crosses on the second day when the same points come without the coincidence', () => {
    const long = fact('champion_departed', true, '2026-01-10T09:00:00.000Z');
    const sad = fact('ticket_sentiment_trend', -0.2, '2026-03-01T09:00:00.000Z');
    const input = evaluationInput(book, { signals: [usageDown, long, sad] });
    const first = evaluate(input);
    expect(first.scores[0]).toMatchObject({ points: 60, tier: 'high' });
    expect(first.crossings).toEqual([]);
    expect(first.nextEvaluationAt).toBe('2026-03-03T00:00:00.000Z');
    const { results } = evaluateAt(['2026-03-02T12:00:00.000Z', '2026-03-03T00:00:00.000Z'], input);
    expect(results[1]!.crossings).toMatchObject([
      {
        segment: 'churn-risk-high',
        direction: 'entered',
        fromTier: 'low',
        toTier: 'high',
        breachedAt: '2026-03-02T12:00:00.000Z',
      },
    ]);
  });

  it('gives a customer without signals no tier above low, no segment and no next evaluation', () => {
    const result = evaluate(evaluationInput(book));
    expect(result.scores.map(({ tier }) => tier)).toEqual(['low', 'low']);
    expect(result.memberships).toEqual([]);
    expect(result.nextEvaluationAt).toBeUndefined();
  });

  it('looks again when the first fact ages out', () => {
    const result = evaluate(
      evaluationInput(book, { signals: [fact('ticket_sentiment_trend', 0.5, '2026-03-01T09:00:00.000Z')] }),
    );
    expect(result.nextEvaluationAt).toBe('2026-03-31T09:00:00.001Z');
  });

  it('does not count a fact dated after asOf, and looks again when its time comes', () => {
    const soon = fact('usage_change_30d', -0.4, '2026-03-02T12:03:00.000Z');
    const result = evaluate(evaluationInput(book, { signals: [soon] }));
    expect(result.facts.signals['usage_change_30d']).toBeUndefined();
    expect(result.nextEvaluationAt).toBe('2026-03-02T12:03:00.000Z');
  });

  it('carries external memberships and unknown days over untouched', () => {
    const external = {
      ...book,
      segments: [...book.segments, { ...book.segments[0]!, id: 'from-cdp', source: 'external' as const }],
    };
    const membership = {
      segment: 'from-cdp',
      context: 'complaint:7',
      state: 'in' as const,
      breachedAt: '2026-01-01T00:00:00.000Z',
      days: [],
      reasons: ['said so'],
      confidence: 0.5,
      priority: 1,
    };
    const result = evaluate(evaluationInput(external, { memberships: [membership] }));
    expect(result.memberships).toEqual([membership]);
    expect(result.facts.segments).toEqual(['from-cdp']);
    expect(result.crossings).toEqual([]);
  });

  it('records the exit from a segment that the book no longer has', () => {
    const { memberships } = evaluate(evaluationInput(book, { signals: [usageDown, champion] }));
    const without = { ...book, segments: [] };
    const result = evaluate(evaluationInput(without, { memberships }));
    expect(result.crossings).toMatchObject([{ segment: 'churn-risk-high', direction: 'exited' }]);
    expect(result.memberships).toEqual([]);
  });

  it('lets a failed payment stand aside for churn while a cure is open, and still count for payment', () => {
    const failed = fact('invoice_payment_failed', 1, '2026-03-01T09:00:00.000Z');
    const open = evaluate(
      evaluationInput(book, { signals: [failed], openTreatments: [{ playbook: 'payment-cure' }] }),
    );
    const closed = evaluate(evaluationInput(book, { signals: [failed] }));
    expect(open.scores.map(({ points }) => points)).toEqual([0, 50]);
    expect(closed.scores.map(({ points }) => points)).toEqual([15, 50]);
  });
});

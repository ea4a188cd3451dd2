import path from 'node:path';
import fc from 'fast-check';
import type { CompiledBook } from '../../../domain/compiled-book';
import { readBook } from '../../../ports/book-files/read-book';
import { evaluate } from '../../../domain/evaluate';
import { factsArbitrary, instantsArbitrary, onDay } from '../../support/customer-histories';
import { evaluateAt, evaluationInput, fact } from '../../support/evaluated-customer';

let book: CompiledBook;
beforeAll(async () => {
  const read = await readBook(path.join(__dirname, '../../../config/book'));
  if (!read.ok)
    throw new Error(read.errors.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
  book = read.book;
});

const ofValue = (annualRevenue: number) => ({ attributes: { annualRevenue } });
const usageDown = fact('usage_change_30d', -0.4, onDay(-1));
const escalations = ['churn-risk-high', 'matrix-save', 'matrix-triage'];

describe('the shipped book', () => {
  it('finds usage down in the week the champion leaves high, and a valuable customer is saved on that evaluation', () => {
    const signals = [usageDown, fact('champion_departed', true, onDay(-0.5))];
    const result = evaluate(evaluationInput(book, { signals, asOf: onDay(0.5), ...ofValue(100_000) }));
    const churn = result.scores.find(({ dimension }) => dimension === 'churn');
    expect(churn).toMatchObject({ points: 60, tier: 'high', sources: ['product_usage', 'success_notes'] });
    const entered = result.crossings.map(({ segment }) => segment);
    expect(entered).toEqual(expect.arrayContaining(['churn-risk-high', 'matrix-save']));
  });

  it('lets the same points without the coincidence cross on the second day', () => {
    const signals = [
      usageDown,
      fact('champion_departed', true, onDay(-30)),
      fact('ticket_sentiment_trend', -0.3, onDay(-1)),
    ];
    const input = evaluationInput(book, { signals, ...ofValue(100_000) });
    const { results } = evaluateAt([onDay(0.5), onDay(0.9), onDay(1.5)], input);
    const escalated = results.map(({ crossings }) =>
      crossings.map(({ segment }) => segment).includes('matrix-save'),
    );
    expect(results[0]!.scores[0]).toMatchObject({ dimension: 'churn', points: 60, tier: 'high' });
    expect(escalated).toEqual([false, false, true]);
  });

  it('never escalates churn for a failed card alone', () => {
    const failures = factsArbitrary(['invoice_payment_failed'], { from: -40, to: 4, least: 1, most: 20 });
    const instants = instantsArbitrary({ days: 6, least: 3, most: 8 });
    fc.assert(
      fc.property(failures, instants, (failed, at) => {
        const signals = failed.map((one) => ({ ...one, value: true }));
        const { results, crossings } = evaluateAt(
          at,
          evaluationInput(book, { signals, ...ofValue(100_000) }),
        );
        expect(results.every(({ scores }) => scores[0]!.tier === 'low')).toBe(true);
        expect(crossings.filter(({ segment }) => escalations.includes(segment))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('puts a customer without signals into the default segments only', () => {
    const result = evaluate(evaluationInput(book, ofValue(0)));
    expect(result.facts.segments.filter((id) => /-(high|medium)$/.test(id))).toEqual([]);
  });
});

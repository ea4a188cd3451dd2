import path from 'node:path';
import type { CompiledBook } from '../../domain/compiled-book';
import { evaluate } from '../../domain/evaluate';
import type { SignalValue } from '../../domain/signals/signal';
import { checkBook } from '../../ports/book-files/check-book';
import { evaluationInput, fact } from '../support/evaluated-customer';

const at = '2026-03-02T09:00:00.000Z';

describe('the churn score of the shipped book', () => {
  let book: CompiledBook;
  beforeAll(async () => {
    const read = await checkBook(path.join(__dirname, '../../config/book'));
    if (!read.ok) throw new Error('the book has faults');
    book = read.book;
  });

  const churnOf = (known: Readonly<Record<string, SignalValue>>, audience = 'business') => {
    const signals = Object.entries(known).map(([name, value]) => fact(name, value, at));
    const { scores } = evaluate(evaluationInput(book, { attributes: { audience }, signals }));
    return scores.find(({ dimension }) => dimension === 'churn');
  };
  const contested = { competitor_named: 'Rival', renewal_in_days: 60 };

  it.each([
    ['in the renewal window', 'churn-renewal', contested, 'business', 15],
    [
      'in the set-up, also near a renewal',
      'churn-onboarding',
      { ...contested, onboarding_step: 'import' },
      'business',
      0,
    ],
    [
      'of a consumer, in whatever stage',
      'churn-consumer',
      { ...contested, onboarding_step: 'import' },
      'consumer',
      0,
    ],
    [
      'of everybody else',
      'churn',
      { ...contested, renewal_in_days: 91, onboarding_step: 'done' },
      'business',
      0,
    ],
  ])('is %s given by %s, and says so', (_whose, definition, known, audience, points) => {
    const score = churnOf(known, audience);
    expect(score).toMatchObject({ points, definition, model: `${book.hash}/${definition}` });
    expect(score?.cohort === undefined).toBe(definition === 'churn');
  });

  it('keeps every published point in every stage, but for what the stage says otherwise', () => {
    const [general, ...stages] = ['churn', 'churn-onboarding', 'churn-renewal'].map((id) => {
      const rules = book.scores.find((one) => one.id === id)?.rules ?? [];
      return Object.fromEntries(rules.map(({ code, points }) => [code, points]));
    });
    const [onboarding, renewal] = stages;
    expect(onboarding).toMatchObject(general ?? {});
    expect(renewal).toMatchObject({ ...general, no_review: 20 });
  });

  it('is high in the week the champion leaves and usage falls, whatever the stage', () => {
    const leaves = { usage_change_30d: -0.4, champion_departed: true };
    const stages: Readonly<Record<string, SignalValue>>[] = [
      {},
      { onboarding_step: 'import' },
      { renewal_in_days: 60 },
    ];
    for (const stage of stages)
      expect(churnOf({ ...leaves, ...stage })).toMatchObject({ points: 60, tier: 'high' });
  });
});

import path from 'node:path';
import { checkBook } from '../../ports/book-files/check-book';
import type { ReadBook } from '../../ports/book-files/read-book';

type Loaded = Extract<ReadBook, { ok: true }>;

async function load(): Promise<Loaded> {
  const read = await checkBook(path.join(__dirname, '../../config/book'));
  if (!read.ok)
    throw new Error(
      read.errors.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'),
    );
  return read;
}

describe('the shipped book', () => {
  let read: Loaded;
  beforeAll(async () => {
    read = await load();
  });

  test('loads without a fault or a warning', () => {
    expect(read.warnings).toEqual([]);
  });

  test('scores the five dimensions and never adds them up', () => {
    expect(read.book.scores.map(({ dimension }) => dimension)).toEqual([
      'churn',
      'payment',
      'fraud',
      'reputation',
      'expansion',
    ]);
  });

  test('gives churn the published points', () => {
    const churn = read.book.scores[0];
    expect(churn?.minimumSources).toBe(2);
    expect(churn?.tiers).toEqual({ high: { enter: 45, leave: 35 }, medium: { enter: 20, leave: 15 } });
    expect(Object.fromEntries(churn?.rules.map(({ code, points }) => [code, points]) ?? [])).toEqual({
      usage_drop: 20,
      champion_departed: 25,
      drop_with_departure: 15,
      sentiment_falling: 15,
      failed_payment: 15,
      no_review: 10,
      sponsor_changed: 10,
      onboarding_stalled: 10,
      engagement_falling: 10,
      company_news: 10,
    });
  });

  test('crosses at once on the coincidence alone, whose sources are two', () => {
    const immediate = read.book.scores.flatMap(({ rules }) => rules.filter((rule) => rule.immediate));
    expect(immediate).toMatchObject([
      { code: 'drop_with_departure', sources: ['product_usage', 'success_notes'] },
    ]);
  });

  test('does not count a failed card as unhappiness while a cure is open', () => {
    const rule = read.book.scores[0]?.rules.find(({ code }) => code === 'failed_payment');
    expect(rule?.ignoredWhileOpen).toEqual(['payment-cure']);
  });

  test('has signals of all nine sources', () => {
    expect(new Set(Object.values(read.book.signals).map(({ source }) => source)).size).toBe(9);
  });

  test('starts the two plays from one external and one evaluated segment each', () => {
    const starts = read.book.segments.flatMap(({ id, source, treat }) =>
      treat.map(({ play }) => `${play} ${source} ${id}`),
    );
    expect(starts.sort()).toEqual([
      'payment-cure evaluated payment-failed',
      'payment-cure external payment-cure-external',
      'save-play evaluated matrix-save',
      'save-play external save-play-external',
    ]);
  });

  test('lists each decline code in one class and never retries a stolen card', () => {
    const classes = Object.values(read.book.policies.retry.classes);
    const codes = classes.flatMap((one) => one.codes);
    expect(new Set(codes).size).toBe(codes.length);
    expect(classes.find((one) => one.codes.includes('stolen_card'))?.action).toBe('stop');
  });

  test('has policy tests for both plays', () => {
    const tested = read.tests.map(({ playbook }) => playbook);
    expect(tested.filter((id) => id === 'payment-cure').length).toBeGreaterThanOrEqual(5);
    expect(tested.filter((id) => id === 'save-play').length).toBeGreaterThanOrEqual(5);
  });
});

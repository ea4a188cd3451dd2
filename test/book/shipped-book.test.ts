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

  const forEverybody = () => read.book.scores.filter(({ cohort }) => cohort === undefined);

  test('loads without a fault or a warning', () => {
    expect(read.warnings).toEqual([]);
  });

  test('scores the five dimensions and never adds them up', () => {
    expect(forEverybody().map(({ dimension }) => dimension)).toEqual([
      'churn',
      'payment',
      'fraud',
      'reputation',
      'expansion',
    ]);
  });

  test('gives churn the published points', () => {
    const [churn] = forEverybody();
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
    const immediate = forEverybody().flatMap(({ rules }) => rules.filter((rule) => rule.immediate));
    expect(immediate).toMatchObject([
      { code: 'drop_with_departure', sources: ['product_usage', 'success_notes'] },
    ]);
  });

  test('does not count a failed card as unhappiness while a cure is open', () => {
    const rule = forEverybody()[0]?.rules.find(({ code }) => code === 'failed_payment');
    expect(rule?.ignoredWhileOpen).toEqual(['payment-cure']);
  });

  test('has signals of all nine sources', () => {
    expect(new Set(Object.values(read.book.signals).map(({ source }) => source)).size).toBe(9);
  });

  test('says of each signal what it is for, and keeps who somebody is out of everything but words', () => {
    const signals = Object.values(read.book.signals);
    expect(signals.filter(({ purpose, use }) => purpose === '' || use.length === 0)).toEqual([]);
    const personal = signals.filter(({ nature = 'behavioural' }) => nature !== 'behavioural');
    expect(personal.map(({ name }) => name)).toContain('company_size_band');
    expect(new Set(personal.map(({ use }) => use.join()))).toEqual(new Set(['content']));
  });

  test('starts each play from one external segment, named after it, and from an evaluated one', () => {
    const startedFrom = (play: string, source: string) =>
      read.book.segments
        .filter(
          (segment) => segment.source === source && segment.treat.some((branch) => branch.play === play),
        )
        .map(({ id }) => id);
    for (const id of Object.keys(read.book.playbooks)) {
      expect(startedFrom(id, 'external')).toEqual([`${id}-external`]);
      expect([id, startedFrom(id, 'evaluated').length]).not.toEqual([id, 0]);
    }
  });

  test('asks nobody of rank where few fresh signals speak', () => {
    const matrix = read.book.segments.find(({ id }) => id === 'matrix-save');
    expect(matrix?.treat).toEqual([
      { when: 'scores.churn.confidence < 0.6', play: 'check-in', with: {} },
      { play: 'save-play', with: {} },
    ]);
  });

  test('lists each decline code in one class and never retries a stolen card', () => {
    const classes = Object.values(read.book.policies.retry.classes);
    const codes = classes.flatMap((one) => one.codes);
    expect(new Set(codes).size).toBe(codes.length);
    expect(classes.find((one) => one.codes.includes('stolen_card'))?.action).toBe('stop');
  });

  test.each([
    'payment-cure',
    'save-play',
    'check-in',
    'onboarding-rescue',
    'expansion-rescue',
    'grow',
    'maintain',
  ])('has at least five policy tests for %s', (playbook) => {
    const tested = read.tests.filter((one) => one.playbook === playbook);
    expect(tested.length).toBeGreaterThanOrEqual(5);
  });

  test('never holds out fraud, disputes and support', () => {
    const plays = [
      'fraud-review',
      'appeal',
      'dispute-response',
      'billing-dispute',
      'access-restore',
      'account-change',
      'looping',
    ];
    expect(plays.map((id) => read.book.playbooks[id]?.holdoutShare)).toEqual(plays.map(() => 0));
  });

  test('blocks an account for good only by two people', () => {
    const { program } = read.book.playbooks['fraud-review']!;
    const kept = program.instructions.flatMap((one) =>
      one.op === 'effect' && one.effect.kind === 'hold' && one.effect.keep ? [one.effect] : [],
    );
    expect(kept).toMatchObject([{ what: 'account', approvedBy: 'block' }]);
    const asked = program.instructions.find((one) => one.op === 'approve' && one.step === 'block');
    const policy = asked?.op === 'approve' ? asked.policy : '';
    expect(read.book.policies.approvals[policy]?.approvers).toBe(2);
  });

  test.each([
    'access-restore',
    'account-change',
    'appeal',
    'billing-dispute',
    'dispute-response',
    'fraud-review',
    'looping',
  ])('has policy tests for the paths of %s', (id) => {
    const own = read.tests.filter(({ playbook }) => playbook === id);
    expect(new Set(own.map(({ expect: { outcome } }) => outcome)).size).toBeGreaterThanOrEqual(2);
    expect(own.length).toBeGreaterThanOrEqual(5);
  });
});

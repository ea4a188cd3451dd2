import { acceptSignals } from '../../application/accept-signals';
import { putCustomer } from '../../application/customers';
import { mergeCustomers } from '../../application/merge-customers';
import { rescoreBatch } from '../../application/rescore-base';
import { customerScores, scoreMoves } from '../../application/score-history';
import { customerTimeline } from '../../application/timeline';
import { testActor, testApplication, type TestApplication } from '../support/application';
import { churnBook } from '../support/churn-book';
import { failedInvoice, rows, send, signal } from '../support/facts-sent';
import { describeStores } from '../support/stores';

const day = 86_400_000;

describeStores('the history of a score', (kind) => {
  let app: TestApplication;
  let next = 0;
  let customer: string;
  beforeAll(async () => {
    const book = churnBook();
    app = await testApplication({
      kind,
      book: { ...book, policies: { ...book.policies, confidence: { strongFrom: 0.6 } } },
    });
  }, 240_000);
  afterAll(() => app.close());
  beforeEach(() => {
    next += 1;
    customer = `customer-${next}`;
  });

  const say = (name: string, value: number | boolean, of = customer) =>
    send(app, signal(app, name, value, { customer: of }));
  const keyOf = async (id = customer): Promise<string> => {
    const put = await putCustomer(app, { id }, testActor);
    if (!put.ok) throw new Error(put.message);
    return put.customerKey;
  };
  const history = async (window: Partial<Parameters<typeof customerScores>[2]> = {}) =>
    (await customerScores(app, await keyOf(), { limit: 100, ...window })).history;
  const count = async () => {
    const [row] = await rows<{ n: number }>(app, 'SELECT count(*) AS n FROM score_history');
    return row?.n;
  };
  const upAndDown = async (): Promise<string[]> => {
    const days: string[] = [];
    for (const [name, value] of [
      ['usage_change_30d', -0.5],
      ['champion_departed', true],
      ['usage_change_30d', 0.1],
      ['champion_departed', false],
    ] as const) {
      days.push(app.clock.now());
      await say(name, value);
      app.clock.advance(day);
    }
    return days;
  };

  it('says when it went up and down, from which tier to which and by which reasons', async () => {
    const [first, second, third, fourth] = await upAndDown();
    expect(await history()).toEqual([
      {
        at: first,
        dimension: 'churn',
        points: 20,
        fromTier: 'low',
        tier: 'medium',
        capped: null,
        confidence: 0.5,
        definition: 'churn',
        model: 'test/churn',
        reasons: [{ code: 'usage_down', points: 20 }],
        mergedFrom: null,
      },
      expect.objectContaining({
        at: second,
        points: 60,
        fromTier: 'medium',
        tier: 'high',
        reasons: [
          { code: 'usage_down', points: 20 },
          { code: 'champion_departed', points: 25 },
          { code: 'usage_down_as_champion_left', points: 15 },
        ],
      }),
      expect.objectContaining({ at: third, points: 40, fromTier: 'high', tier: 'high' }),
      expect.objectContaining({
        at: fourth,
        points: 15,
        fromTier: 'high',
        tier: 'medium',
        reasons: [{ code: 'usage_down_as_champion_left', points: 15 }],
      }),
    ]);
  });

  it('is read by dimension, from an instant on, and the latest of it', async () => {
    const [, second] = await upAndDown();
    await send(app, failedInvoice(app, `in-${customer}`, { customer }));
    expect((await history({ dimension: 'payment' })).map(({ points }) => points)).toEqual([50]);
    expect((await history({ dimension: 'churn', since: second })).map(({ points }) => points)).toEqual([
      60, 40, 15, 30,
    ]);
    const churn = await history({ dimension: 'churn', limit: 1 });
    expect(churn.map(({ points }) => points)).toEqual([30]);
  });

  it('stands beside the scores as they are, with reasons in words', async () => {
    await upAndDown();
    const { scores } = await customerScores(app, await keyOf(), { dimension: 'churn', limit: 10 });
    expect(scores).toMatchObject([{ points: 15, reasons: [{ text: 'usage down as champion left' }] }]);
  });

  it('does not grow by evaluations that find the same, of one customer or of the whole base', async () => {
    await say('usage_change_30d', -0.5);
    const before = await count();
    await say('usage_change_30d', -0.6);
    await send(app, signal(app, 'ticket_sentiment_trend', 0.2, { customer: `calm-${next}` }));
    app.clock.advance(day);
    await rescoreBatch(app, { cursor: '', limit: 1_000 });
    await rescoreBatch(app, { cursor: '', limit: 1_000 });
    expect(await count()).toBe(before);
  });

  it('has what time alone changes, with the instant of the evaluation that found it', async () => {
    await say('usage_change_30d', -0.5);
    app.clock.advance(31 * day);
    await rescoreBatch(app, { cursor: '', limit: 1_000 });
    expect(await history()).toMatchObject([
      { points: 20 },
      { at: app.clock.now(), points: 0, fromTier: 'medium', tier: 'low' },
    ]);
  });

  it('of a backfill has each change at the time of its fact, also of facts that come in one batch', async () => {
    const at = (days: number) => new Date(Date.parse(app.clock.now()) - days * day).toISOString();
    const fact = (days: number, value: number) =>
      signal(app, 'usage_change_30d', value, { customer, occurredAt: at(days) });
    await acceptSignals(app, [fact(9, -0.5), fact(20, -0.4), fact(15, 0.2)], {
      actor: testActor,
      backfill: true,
    });
    expect((await history()).map(({ at: when, points }) => [when, points])).toEqual([
      [at(20), 20],
      [at(15), 0],
      [at(9), 20],
    ]);
  });

  it('is told on the timeline where the tier changed, between the fact and the crossing', async () => {
    await say('usage_change_30d', -0.5);
    await send(app, signal(app, 'champion_departed', true, { customer }));
    const entries = await customerTimeline(app, await keyOf());
    expect(entries.map(({ kind: what, title }) => `${what}: ${title}`)).toEqual([
      'signal: usage_change_30d = -0.5',
      'score: churn low to medium',
      'signal: champion_departed = true',
      'score: churn medium to high',
      'crossing: entered churn-risk-high',
    ]);
  });

  it('of two customers made one has the scores of both, and says whose were the other’s', async () => {
    const other = `${customer}-other`;
    await say('usage_change_30d', -0.5, other);
    app.clock.advance(day);
    await say('ticket_sentiment_trend', -0.5);
    const from = await keyOf(other);
    await mergeCustomers(app, { from: other, into: customer }, testActor);
    expect((await history()).map(({ points, mergedFrom }) => [points, mergedFrom])).toEqual([
      [20, from],
      [15, null],
      [35, null],
    ]);
  });

  it('over a treatment begins with what the score was when it started', async () => {
    const [, second] = await upAndDown();
    const treatment = { customerKey: await keyOf(), context: null, startedAt: later(second, 1) };
    const moves = await app.store.transaction((tx) => scoreMoves(tx, treatment, 'churn'));
    expect(moves).toMatchObject([
      { at: second, points: 60, tier: 'high' },
      { points: 40, tier: 'high', reasons: ['champion_departed', 'usage_down_as_champion_left'] },
      { points: 15, tier: 'medium', reasons: ['usage_down_as_champion_left'] },
    ]);
    const about = { ...treatment, context: 'transaction:1' };
    expect(await app.store.transaction((tx) => scoreMoves(tx, about, 'churn'))).toEqual([]);
  });

  const later = (instant: string | undefined, ms: number): string =>
    new Date(Date.parse(instant ?? '') + ms).toISOString();
});

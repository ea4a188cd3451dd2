import { factsSnapshot } from '../../application/facts';
import { compiledBook, derivedSignal, rawSignal } from '../support/book-builder';
import { testApplication, type TestApplication } from '../support/application';
import { send, signal } from '../support/facts-sent';

const day = 86_400_000;
const book = compiledBook({
  signals: [
    rawSignal('sales', { maximumAgeMs: 30 * day }),
    rawSignal('page_viewed', { type: 'string', maximumAgeMs: day }),
    derivedSignal('season', 'sales', { aggregate: 'change', windowMs: 30 * day, against: 'lastYear' }),
    derivedSignal('pages', 'page_viewed', { aggregate: 'distinct', field: 'page', windowMs: 7 * day }),
  ],
});

describe('derived signals of stored facts', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await testApplication({ book });
  });
  afterAll(() => app.close());

  const ago = (days: number) => new Date(Date.parse(app.clock.now()) - days * day).toISOString();
  const signalsNow = async () => {
    const [row] = await app.store.transaction((tx) =>
      tx.query<{ key: string }>("SELECT customer_key AS key FROM identities WHERE value = 'seasonal'"),
    );
    const { facts } = await app.store.transaction((tx) => factsSnapshot(tx, app, row?.key ?? ''));
    return facts.signals;
  };
  const tell = (name: string, value: string | number, daysAgo: number, data?: Record<string, string>) =>
    send(
      app,
      signal(app, name, value, { customer: 'seasonal', occurredAt: ago(daysAgo), ...(data && { data }) }),
    );

  it('reach back to the same window of last year, also for facts that come late', async () => {
    await tell('sales', 50, 3);
    expect((await signalsNow())['season']).toBeUndefined();
    await tell('sales', 100, 380);
    expect(await signalsNow()).toMatchObject({ season: -0.5 });
    await tell('sales', 300, 370);
    expect(await signalsNow()).toMatchObject({ season: -0.75 });
  });

  it('see the data of a fact', async () => {
    await tell('page_viewed', 'help', 1, { page: '/a' });
    await tell('page_viewed', 'help', 2, { page: '/b' });
    await tell('page_viewed', 'help', 3, { page: '/a' });
    expect(await signalsNow()).toMatchObject({ pages: 2 });
  });
});

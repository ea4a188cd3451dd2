import { NestedTransaction, TransactionEnded } from '../../../ports/store/open-transaction';
import type { Store, Transaction } from '../../../ports/store/store';
import { describeStores, openTestStore } from '../../support/stores';

describeStores('a store', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(async () => {
    await store.close();
  });
  const one = <T extends object>(sql: string, parameters?: readonly unknown[]): Promise<T> =>
    store.transaction(async (tx) => (await tx.query<T>(sql, parameters))[0]!);

  it('gives instants as ISO text with milliseconds', async () => {
    const row = await one<{ at: string; whole: string }>(
      'SELECT $1::timestamptz AS at, $2::timestamptz AS whole',
      ['2026-03-29T01:30:00.05+02:00', '2026-03-29T00:00:00Z'],
    );
    expect(row).toEqual({ at: '2026-03-28T23:30:00.050Z', whole: '2026-03-29T00:00:00.000Z' });
  });

  it('gives instants inside JSON in the same form', async () => {
    const row = await one<{ at: string }>("SELECT iso('2026-03-29T01:30:00.05+02:00') AS at");
    expect(row.at).toBe('2026-03-28T23:30:00.050Z');
  });

  it('gives bigint and counts as numbers, dates as text, JSON parsed', async () => {
    const row = await one(
      `SELECT 9007199254740991::bigint AS big, count(*) AS count, sum(2::bigint) AS sum, '2026-01-02'::date AS day,
              '{"a":[1]}'::jsonb AS json, NULL::text AS nothing`,
    );
    expect(row).toEqual({
      big: 9007199254740991,
      count: 1,
      sum: 2,
      day: '2026-01-02',
      json: { a: [1] },
      nothing: null,
    });
  });

  it('takes JSON as text, arrays as arrays and undefined as null', async () => {
    const row = await one(
      'SELECT $1::jsonb AS json, $2::text[] AS list, $3::text AS nothing, $4::int[] AS ids',
      [JSON.stringify('text'), ['a"b', 'c,d'], undefined, [1, 2]],
    );
    expect(row).toEqual({ json: 'text', list: ['a"b', 'c,d'], nothing: null, ids: [1, 2] });
  });

  it('keeps what a transaction wrote and forgets what a failed one wrote', async () => {
    const put = (scope: string, fail: boolean): Promise<void> =>
      store.transaction(async (tx) => {
        await tx.query('INSERT INTO kill_switches VALUES ($1, $2, $3, $4)', [
          scope,
          'r',
          'b',
          '2026-01-01T00:00:00Z',
        ]);
        if (fail) throw new Error('no');
      });
    await put('effect:message', false);
    await expect(put('effect:charge', true)).rejects.toThrow('no');
    const rows = await store.transaction((tx) => tx.query('SELECT scope FROM kill_switches'));
    expect(rows).toEqual([{ scope: 'effect:message' }]);
  });

  it('refuses a query after the end of its transaction', async () => {
    const leaked = await store.transaction(async (tx): Promise<Transaction> => tx);
    await expect(leaked.query('SELECT 1')).rejects.toThrow(TransactionEnded);
  });

  it('refuses a transaction inside a transaction instead of waiting for ever', async () => {
    await expect(store.transaction(() => store.transaction(async () => 1))).rejects.toThrow(
      NestedTransaction,
    );
  });

  it('runs transactions begun at the same time, all of them', async () => {
    const rows = await Promise.all(
      Array.from({ length: 20 }, (_, n) => one<{ n: number }>('SELECT $1::int AS n', [n])),
    );
    expect(rows.map((row) => row.n)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('wakes a listener when the outbox gets a row, and not after it stopped', async () => {
    let woken = 0;
    const stop = await store.onOutbox(() => {
      woken += 1;
    });
    const write = (): Promise<unknown> =>
      one(
        `INSERT INTO outbox (customer_key, treatment_id, kind, created_at)
         VALUES ('c', 't', 'start', '2026-01-01T00:00:00Z') RETURNING id`,
      );
    await write();
    const deadline = Date.now() + 5_000;
    while (woken === 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(woken).toBe(1);
    await stop();
    await write();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(woken).toBe(1);
  });

  it('says which constraint a broken row broke', async () => {
    await expect(
      one(
        "INSERT INTO outbox (customer_key, treatment_id, kind, created_at) VALUES ('c','t','x','2026-01-01T00:00:00Z')",
      ),
    ).rejects.toMatchObject({
      code: '23514',
    });
  });
});

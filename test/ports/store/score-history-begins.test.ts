import { shippedMigrations } from '../../../ports/store/migrate';
import type { Store } from '../../../ports/store/store';
import { describeStores, openTestStore } from '../../support/stores';

describeStores('a store of before scores had a history', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  it('begins it with the scores that say something', async () => {
    const sql = shippedMigrations().find(({ name }) => name.includes('score-history'))?.sql ?? '';
    const score = { points: 20, tier: 'medium', confidence: 0.5, model: 'a/churn' };
    const known = [
      ['churn', { ...score, reasons: [{ code: 'usage_drop', text: 'Usage fell', points: 20 }] }],
      ['fraud', { ...score, points: 0, tier: 'low', reasons: [] }],
    ] as const;
    const rows = await store.transaction(async (tx) => {
      const at = '2026-03-02T09:00:00.000Z';
      await tx.query("INSERT INTO customers (key, created_at) VALUES ('k', $1)", [at]);
      for (const [dimension, kept] of known)
        await tx.query("INSERT INTO scores VALUES ('k', $1, $2, 3, $3)", [
          dimension,
          JSON.stringify(kept),
          at,
        ]);
      await tx.query('DROP TABLE score_history');
      for (const statement of sql.split(/;\n/).filter((part) => part.trim() !== ''))
        await tx.query(statement);
      return tx.query('SELECT * FROM score_history');
    });
    expect(rows).toMatchObject([
      {
        dimension: 'churn',
        sequence: 3,
        evaluated_at: '2026-03-02T09:00:00.000Z',
        points: 20,
        from_tier: 'medium',
        tier: 'medium',
        reasons: [{ code: 'usage_drop', points: 20 }],
      },
    ]);
  });
});

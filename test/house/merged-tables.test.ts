import type { Store } from '../../ports/store/store';
import { keptApart, mergedTables } from '../../ports/store/tables/customer-merge';
import { openTestStore } from '../support/stores';

describe('every table that knows a customer', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore('pglite');
  }, 240_000);
  afterAll(() => store.close());

  it('is moved by a merge, or kept apart for a reason that ports/store/tables/customer-merge.ts gives', async () => {
    const found = await store.transaction((tx) =>
      tx.query<{ name: string }>(
        "SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'customer_key' ORDER BY 1",
      ),
    );
    expect(found.map(({ name }) => name)).toEqual([...mergedTables, ...keptApart].sort());
  });
});

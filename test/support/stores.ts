import { openPgliteStore } from '../../ports/store/pglite-store';
import { openPostgresStore } from '../../ports/store/postgres-store';
import type { Store } from '../../ports/store/store';
import { pgliteImage } from './pglite-image';
import { freshDatabase } from './postgres';
import { describeWith } from './require';

export type StoreKind = Store['kind'];

/** Opens an empty store of a kind. */
export async function openTestStore(kind: StoreKind): Promise<Store> {
  return kind === 'pglite'
    ? openPgliteStore({ image: await pgliteImage() })
    : openPostgresStore(await freshDatabase());
}

/** One store for the tests of a block, emptied before each; there from their first hook on. */
export function sharedStore(kind: StoreKind): () => Store {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(async () => {
    await store.close();
  });
  beforeEach(() => emptyStore(store));
  return () => store;
}

/** Runs the same promises over both stores. */
export function describeStores(title: string, body: (kind: StoreKind) => void): void {
  describe(`${title} (pglite)`, () => body('pglite'));
  describeWith('postgres', `${title} (postgres)`, () => body('postgres'));
}

/** Empties every table: much faster than opening another PGlite. */
export async function emptyStore(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    const tables = await tx.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations'",
    );
    await tx.query(`TRUNCATE ${tables.map(({ name }) => name).join(', ')} RESTART IDENTITY`);
  });
}

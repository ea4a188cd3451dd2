import {
  migrate,
  MigrationRefused,
  type MigrationTransaction,
  shippedMigrations,
} from '../../../ports/store/migrate';
import type { Store } from '../../../ports/store/store';
import { describeStores, openTestStore } from '../../support/stores';

describeStores('migrating', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(async () => {
    await store.close();
  });
  const run = (migrations: Parameters<typeof migrate>[1]): Promise<readonly string[]> =>
    store.transaction((tx) => {
      const migrating: MigrationTransaction = {
        query: tx.query,
        script: async (sql) => {
          await tx.query(sql);
        },
      };
      return migrate(migrating, migrations);
    });
  const shipped = shippedMigrations();

  it('runs a new migration once', async () => {
    const next = [...shipped, { name: '9001-more.sql', sql: 'CREATE TABLE more (id integer)' }];
    expect(await run(next)).toEqual(['9001-more.sql']);
    expect(await run(next)).toEqual([]);
  });

  it('refuses a migration that was edited after it had been applied', async () => {
    const edited = shipped.map((migration) => ({ ...migration, sql: `${migration.sql} ` }));
    await expect(run([...edited, { name: '9001-more.sql', sql: 'x' }])).rejects.toThrow(
      /0001-spine\.sql was edited/,
    );
  });

  it('refuses a database that a newer version has migrated', async () => {
    await expect(run(shipped)).rejects.toThrow(MigrationRefused);
  });

  it('runs a migration numbered below those it has had, as of parts that were built side by side', async () => {
    const between = { name: '0009-between.sql', sql: 'CREATE TABLE between_two (id integer)' };
    const more = { name: '9001-more.sql', sql: 'CREATE TABLE more (id integer)' };
    const all = [...shipped, between, more].sort((one, other) => (one.name < other.name ? -1 : 1));
    expect(await run(all)).toEqual(['0009-between.sql']);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { openPostgresStore } from '../../../ports/store/postgres-store';
import type { Store } from '../../../ports/store/store';
import { freshDatabase } from '../../support/postgres';
import { describeWith } from '../../support/require';

describeWith('postgres', 'a connection that PostgreSQL closes', () => {
  let store: Store;
  let operator: Client;
  beforeAll(async () => {
    const { url } = await freshDatabase();
    // One connection: whatever works afterwards works on a new one.
    store = await openPostgresStore({ url, connections: 1 });
    operator = new Client({ connectionString: url });
    await operator.connect();
  });
  afterAll(async () => {
    await operator.end();
    await store.close();
  });

  const terminate = (pid: number) => operator.query('SELECT pg_terminate_backend($1)', [pid]);
  const answers = () => store.transaction((tx) => tx.query('SELECT 1 AS one'));

  it('fails its transaction between two statements, and nothing else', async () => {
    const broken = store.transaction(async (tx) => {
      const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await terminate(row?.pid ?? 0);
      // Time for the news to arrive while nobody asks anything of the connection.
      await sleep(200);
      await tx.query('SELECT 1');
    });
    await expect(broken).rejects.toThrow();
    expect(await answers()).toEqual([{ one: 1 }]);
  });

  it('fails its transaction in the middle of a statement, and nothing else', async () => {
    const broken = store.transaction(async (tx) => {
      const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const slow = tx.query('SELECT pg_sleep(20)');
      await Promise.all([slow, terminate(row?.pid ?? 0)]);
    });
    await expect(broken).rejects.toThrow(/terminat/);
    expect(await answers()).toEqual([{ one: 1 }]);
  });
});

import { Client, Pool, type PoolClient, types, type CustomTypesConfig } from 'pg';
import { migrate } from './migrate';
import { createNestingGuard, whileOpen } from './open-transaction';
import { listenForOutbox } from './postgres-listener';
import { retryConflicts } from './retry-conflicts';
import { rowParsers } from './row-values';
import type { Store, Transaction } from './store';

/** How to reach a PostgreSQL database. */
export interface PostgresStoreOptions {
  readonly url: string;
  /** Most connections at once. */
  readonly connections?: number;
}

/** Opens the store on PostgreSQL and brings its tables up to date. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const connection = { connectionString: options.url, options: '-c TimeZone=UTC', types: rowTypes };
  const connections = options.connections ?? 10;
  const pool = new Pool({ ...connection, max: connections });
  // A broken idle connection is dropped by the pool; the next transaction opens another.
  pool.on('error', ignored);
  // The pool listens to a connection only while it is idle, and an error nobody listens to ends the process.
  // One that breaks in use fails the query under way, or the next one, and is dropped when it is given back.
  pool.on('connect', (client) => client.on('error', ignored));
  const guard = createNestingGuard();
  const listeners = new Set<() => Promise<void>>();
  await migrateOn(pool).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  return {
    kind: 'postgres',
    connections,
    transaction: (work) => guard.enter(() => retryConflicts(() => once(pool, work))),
    onOutbox: async (wake) => {
      const stop = await listenForOutbox(
        () => new Client(connection),
        () => guard.leave(wake),
      );
      listeners.add(stop);
      return async () => {
        listeners.delete(stop);
        await stop();
      };
    },
    close: async () => {
      for (const stop of listeners) await stop();
      await pool.end();
    },
  };
}

function ignored(): void {}

const rowTypes: CustomTypesConfig = {
  getTypeParser: (oid, format): ((text: string) => unknown) =>
    rowParsers[oid] ?? (types.getTypeParser(oid, format) as (text: string) => unknown),
};

async function once<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await whileOpen(queryOn(client), work);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    broken = await rollBack(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

// A connection that cannot even roll back is thrown away, not given to the next transaction.
async function rollBack(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const names = new Map<string, string>();

// Statements are prepared once per connection: planning them anew costs more than running them.
function nameOf(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = `q${names.size + 1}`;
  names.set(sql, name);
  return name;
}

function queryOn(client: PoolClient): Transaction['query'] {
  return async <R extends object>(sql: string, parameters: readonly unknown[] = []): Promise<R[]> => {
    const result = await client.query<R>({ name: nameOf(sql), text: sql, values: [...parameters] });
    return result.rows;
  };
}

async function migrateOn(pool: Pool): Promise<void> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    await migrate({
      query: queryOn(client),
      script: async (sql) => {
        await client.query(sql);
      },
    });
    await client.query('COMMIT');
  } catch (error) {
    broken = await rollBack(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

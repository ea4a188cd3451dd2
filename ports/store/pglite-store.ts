import path from 'node:path';
import { mkdirSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { lockFolder } from './folder-lock';
import { migrate } from './migrate';
import { createNestingGuard, whileOpen } from './open-transaction';
import { preparedStatements } from './pglite-statements';
import { retryConflicts } from './retry-conflicts';
import { rowParsers } from './row-values';
import { outboxChannel, type Store } from './store';

/** Where the embedded database lives. */
export interface PgliteStoreOptions {
  /** Absent = in memory, gone when closed. */
  readonly folder?: string;
  /** A dump that a database in memory begins from: making one anew takes seconds. */
  readonly image?: Blob;
}

/**
 * Opens the embedded store: one connection, so transactions queue; one owner, so a second opener is refused.
 * Survives the kill of its process, not the loss of power.
 */
export async function openPgliteStore(options: PgliteStoreOptions = {}): Promise<Store> {
  const unlock = options.folder === undefined ? () => undefined : lockFolder(options.folder);
  try {
    return await open(options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function open({ folder, image }: PgliteStoreOptions, unlock: () => void): Promise<Store> {
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const database = await PGlite.create({
    dataDir: folder === undefined ? 'memory://' : path.join(folder, 'data'),
    parsers: rowParsers,
    ...(image && { loadDataDir: image }),
  });
  await database.exec("SET TIME ZONE 'UTC'");
  const query = preparedStatements(database);
  await database.transaction(async (inner) => {
    await migrate({
      query,
      script: async (sql) => {
        await inner.exec(sql);
      },
    });
  });
  const guard = createNestingGuard();
  return {
    kind: 'pglite',
    connections: 1,
    transaction: (work) =>
      guard.enter(() => retryConflicts(() => database.transaction(() => whileOpen(query, work)))),
    onOutbox: (wake) => database.listen(outboxChannel, () => guard.leave(wake)),
    close: async () => {
      await database.close();
      unlock();
    },
  };
}

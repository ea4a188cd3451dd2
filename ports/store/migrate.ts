import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Transaction } from './store';

// Any fixed number: processes that start together migrate one after the other.
const migrationLock = 7_241_963;

/** One numbered file of SQL. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Thrown when a database and the shipped migrations do not fit. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

/** A transaction that can also run a file of several statements. */
export interface MigrationTransaction extends Transaction {
  script(sql: string): Promise<void>;
}

/** The shipped migrations, in order. */
export function shippedMigrations(): Migration[] {
  const folder = path.join(__dirname, 'migrations');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, sql: readFileSync(path.join(folder, name), 'utf8') }));
}

/** Brings the database up to date inside the given transaction; gives the names of what it ran. */
export async function migrate(
  tx: MigrationTransaction,
  migrations: readonly Migration[] = shippedMigrations(),
): Promise<readonly string[]> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
  await tx.script(
    'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, checksum text NOT NULL)',
  );
  const rows = await tx.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migrations ORDER BY name',
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  refuseStrangers(applied, migrations);
  const ran: string[] = [];
  for (const migration of migrations) {
    const checksum = checksumOf(migration.sql);
    const before = applied.get(migration.name);
    if (before === checksum) continue;
    if (before !== undefined) {
      throw new MigrationRefused(
        `${migration.name} was edited after it had been applied: restore it and put the change into a new migration (a throw-away data folder may be deleted instead)`,
      );
    }
    await tx.script(migration.sql);
    await tx.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [
      migration.name,
      checksum,
    ]);
    ran.push(migration.name);
  }
  return ran;
}

function refuseStrangers(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map((migration) => migration.name));
  const stranger = [...applied.keys()].find((name) => !known.has(name));
  if (stranger === undefined) return;
  throw new MigrationRefused(
    `the database has the migration ${stranger}, which this version does not know: run the newer version`,
  );
}

function checksumOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

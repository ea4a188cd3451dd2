import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';

import { migrate } from '../../ports/store/migrate';

const root = path.join(__dirname, '../..');
const folder = path.join(root, '.tideline/build');

/** An empty embedded database with its tables: made once per change of the migrations, loaded in a fifth of the time. */
export async function pgliteImage(): Promise<Blob> {
  const file = path.join(folder, `pglite-${imageHash()}.tar`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const old = readdirSync(folder).filter((name) => /^pglite-.*\.tar$/.test(name));
    for (const name of old) rmSync(path.join(folder, name), { force: true });
    // Two test processes may make it at once: each its own, and the name last.
    writeFileSync(`${file}.${process.pid}`, await makeImage());
    renameSync(`${file}.${process.pid}`, file);
  }
  return new Blob([readFileSync(file)]);
}

async function makeImage(): Promise<Buffer> {
  const database = await PGlite.create();
  await database.transaction((inner) =>
    migrate({
      query: async <R extends object>(sql: string, parameters: readonly unknown[] = []) =>
        (await inner.query<R>(sql, [...parameters])).rows,
      script: async (sql) => {
        await inner.exec(sql);
      },
    }),
  );
  const dump = await database.dumpDataDir('none');
  await database.close();
  return Buffer.from(await dump.arrayBuffer());
}

function imageHash(): string {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')));
  const migrations = path.join(root, 'ports/store/migrations');
  for (const name of readdirSync(migrations).sort()) {
    hash.update(name).update(readFileSync(path.join(migrations, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

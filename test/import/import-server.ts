import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApi } from '../../api/server';
import { readBook } from '../../ports/book-files/read-book';
import { testApplication } from '../support/application';
import { apiDependencies, listen, tokenWith, type Caller } from '../api/http-harness';

/** A listening API on an empty store with the book of the card table, and a folder to import from. */
export interface ImportServer {
  readonly url: string;
  readonly token: string;
  readonly folder: string;
  readonly call: Caller;
  /** Rows of a table of the store. */
  count(table: 'treatments' | 'signals' | 'crossings'): Promise<number>;
  close(): Promise<void>;
}

/** Starts one. */
export async function startImportServer(): Promise<ImportServer> {
  const read = await readBook(path.join(__dirname, '../support/books/delinquency'));
  if (!read.ok)
    throw new Error(read.errors.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
  const app = await testApplication({ book: read.book });
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-import-server-'));
  const http = await listen(await createApi(apiDependencies(app)));
  const token = await tokenWith(app);
  return {
    url: http.url,
    token,
    folder,
    call: http.caller(token),
    count: async (table) => {
      const rows = await app.store.transaction((tx) =>
        tx.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`),
      );
      return rows[0]!.n;
    },
    close: async () => {
      await http.close();
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

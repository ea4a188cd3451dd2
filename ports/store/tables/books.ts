import type { Transaction } from '../store';

/** A published book: its source texts by path, and its compiled form. */
export interface BookRow<Compiled> {
  readonly hash: string;
  readonly content: Readonly<Record<string, string>>;
  readonly compiled: Compiled;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly note: string;
}

/** Stores a book once; a book of the same hash is the same book and stays as it was. */
export async function insertBook<Compiled>(tx: Transaction, row: BookRow<Compiled>): Promise<void> {
  await tx.query(
    `INSERT INTO books (hash, content, compiled, published_at, published_by, note)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (hash) DO NOTHING`,
    [
      row.hash,
      JSON.stringify(row.content),
      JSON.stringify(row.compiled),
      row.publishedAt,
      row.publishedBy,
      row.note,
    ],
  );
}

/** Points the workspace at a stored book; false when it pointed there already. */
export async function activateBookHash(tx: Transaction, hash: string): Promise<boolean> {
  const moved = await tx.query(
    `INSERT INTO active_book (hash) VALUES ($1)
     ON CONFLICT (id) DO UPDATE SET hash = excluded.hash WHERE active_book.hash <> excluded.hash RETURNING hash`,
    [hash],
  );
  return moved.length > 0;
}

/** Hash of the active book, or undefined while none was published. */
export async function readActiveHash(tx: Transaction): Promise<string | undefined> {
  const rows = await tx.query<{ hash: string }>('SELECT hash FROM active_book');
  return rows[0]?.hash;
}

/** The compiled form of one book. */
export async function readCompiledBook<Compiled>(
  tx: Transaction,
  hash: string,
): Promise<Compiled | undefined> {
  const rows = await tx.query<{ compiled: Compiled }>('SELECT compiled FROM books WHERE hash = $1', [hash]);
  return rows[0]?.compiled;
}

/** The texts of one book by path. */
export async function readBookContent(
  tx: Transaction,
  hash: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const rows = await tx.query<{ content: Record<string, string> }>(
    'SELECT content FROM books WHERE hash = $1',
    [hash],
  );
  return rows[0]?.content;
}

/** As `readActiveHash`, and nobody moves the pointer until the transaction ends. */
export async function lockActiveHash(tx: Transaction): Promise<string | undefined> {
  const rows = await tx.query<{ hash: string }>('SELECT hash FROM active_book FOR UPDATE');
  return rows[0]?.hash;
}

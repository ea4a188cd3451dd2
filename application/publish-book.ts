import type { CompiledBook } from '../domain/compiled-book';
import type { Transaction } from '../ports/store/store';
import { activateBookHash, insertBook, lockActiveHash } from '../ports/store/tables/books';
import { insertPublication, type Publication } from '../ports/store/tables/publications';
import type { Application } from './application';

/** A book that passed every check, with the texts it was made from. */
export interface CheckedBook {
  readonly book: CompiledBook;
  /** Source text by path. */
  readonly texts: Readonly<Record<string, string>>;
}

/** What publishing did; `activated` is false where this book was the active one already. */
export interface Published {
  readonly hash: string;
  readonly activated: boolean;
}

/** Who changes the book, why, and what was known beforehand. */
export type BookChange = Pick<Publication, 'kind' | 'by' | 'note'> &
  Partial<Pick<Publication, 'testsPassed' | 'testsFailed' | 'untested' | 'whatIf' | 'expected'>>;

/** Stores a checked book and makes it the active one, in one transaction. Running treatments keep theirs. */
export async function publishBook(
  app: Pick<Application, 'store' | 'clock' | 'log'>,
  checked: CheckedBook,
  { by, note = '' }: { readonly by: string; readonly note?: string },
): Promise<Published> {
  return app.store.transaction(async (tx) => {
    const previous = await lockActiveHash(tx);
    await storeBook(tx, app, checked, { by, note });
    return activateBook(tx, app, { hash: checked.book.hash, previous }, { kind: 'publish', by, note });
  });
}

/** Stores a checked book, active or not. */
export async function storeBook(
  tx: Transaction,
  app: Pick<Application, 'clock'>,
  { book, texts }: CheckedBook,
  { by, note }: { readonly by: string; readonly note: string },
): Promise<void> {
  const publishedAt = app.clock.now();
  await insertBook(tx, {
    hash: book.hash,
    content: texts,
    compiled: book,
    publishedAt,
    publishedBy: by,
    note,
  });
}

/** Points the workspace at a stored book and writes the change down; the pointer must be locked. */
export async function activateBook(
  tx: Transaction,
  app: Pick<Application, 'clock' | 'log'>,
  { hash, previous }: { readonly hash: string; readonly previous: string | undefined },
  change: BookChange,
): Promise<Published> {
  const activated = await activateBookHash(tx, hash);
  if (!activated) return { hash, activated };
  const unknown = { testsPassed: null, testsFailed: null, untested: null, whatIf: null, expected: [] };
  const at = app.clock.now();
  await insertPublication(tx, { ...unknown, ...change, hash, previous: previous ?? null, at });
  app.log.info({ hash, previous, by: change.by, kind: change.kind }, 'another book is active');
  return { hash, activated };
}

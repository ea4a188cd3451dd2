import type { CompiledBook } from '../domain/compiled-book';
import { activateBookHash, insertBook } from '../ports/store/tables/books';
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

/** Stores a checked book and makes it the active one, in one transaction. Running treatments keep theirs. */
export async function publishBook(
  app: Pick<Application, 'store' | 'clock' | 'log'>,
  { book, texts }: CheckedBook,
  options: { readonly by: string; readonly note?: string },
): Promise<Published> {
  const { by, note = '' } = options;
  const activated = await app.store.transaction(async (tx) => {
    await insertBook(tx, {
      hash: book.hash,
      content: texts,
      compiled: book,
      publishedAt: app.clock.now(),
      publishedBy: by,
      note,
    });
    return activateBookHash(tx, book.hash);
  });
  if (activated) app.log.info({ hash: book.hash, by }, 'a book was published and is active');
  return { hash: book.hash, activated };
}

import type { CompiledBook } from '../domain/compiled-book';
import type { Transaction } from '../ports/store/store';
import { readActiveHash, readCompiledBook } from '../ports/store/tables/books';

/** Published books as use cases read them; a book never changes, so each is read from the store once. */
export interface Books {
  /** The active book, by the pointer as this transaction sees it. Throws NoActiveBook. */
  active(tx: Transaction): Promise<CompiledBook>;
  /** The book a treatment is pinned to. Throws UnknownBook. */
  byHash(tx: Transaction, hash: string): Promise<CompiledBook>;
}

/** No book was published yet. */
export class NoActiveBook extends Error {
  override readonly name = 'NoActiveBook';
  constructor() {
    super('No book is active: publish one with `tideline book publish <folder>`.');
  }
}

/** A treatment or a pointer names a book the store does not have. */
export class UnknownBook extends Error {
  override readonly name = 'UnknownBook';
  constructor(hash: string) {
    super(`The store has no book with the hash ${hash}: publish the folder it was made from again.`);
  }
}

// Versions in use at one time are few; the bound only keeps a year of publishing from staying in memory.
const remembered = 50;

/** Books with a cache by hash; the pointer itself is never cached. */
export function createBooks(): Books {
  const cache = new Map<string, CompiledBook>();
  const byHash = async (tx: Transaction, hash: string): Promise<CompiledBook> => {
    const cached = cache.get(hash);
    if (cached) return cached;
    const book = await readCompiledBook<CompiledBook>(tx, hash);
    if (!book) throw new UnknownBook(hash);
    const oldest = cache.size >= remembered ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
    cache.set(hash, book);
    return book;
  };
  return {
    byHash,
    async active(tx) {
      const hash = await readActiveHash(tx);
      if (hash === undefined) throw new NoActiveBook();
      return byHash(tx, hash);
    },
  };
}

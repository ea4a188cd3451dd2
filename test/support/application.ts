import { randomBytes } from 'node:crypto';
import type { Actor, Application, Log } from '../../application/application';
import type { CompiledBook } from '../../domain/compiled-book';
import type { Store } from '../../ports/store/store';
import { openTestStore, type StoreKind } from './stores';

/** A clock that stands still until a test moves it. */
export interface TestClock {
  now(): string;
  set(instant: string): void;
  advance(ms: number): void;
}

/** An application on a real store with a clock in the test's hand. */
export interface TestApplication extends Application {
  readonly clock: TestClock;
  /** Everything logged at warn or above, as text. */
  readonly logged: string[];
  /** Stores a book and makes it the active one. */
  activate(book: CompiledBook): Promise<void>;
  close(): Promise<void>;
}

/** What a test application starts from. */
export interface TestApplicationOptions {
  readonly kind?: StoreKind;
  readonly book: CompiledBook;
  readonly now?: string;
  /** An open store, for a second application on the same database. */
  readonly store?: Store;
}

export const testActor: Actor = { subject: 'tester', kind: 'person', roles: [], scopes: [] };

/** Opens an application on an empty store (or the given one) with a book active. */
export async function testApplication(options: TestApplicationOptions): Promise<TestApplication> {
  const store = options.store ?? (await openTestStore(options.kind ?? 'pglite'));
  const clock = testClock(options.now ?? '2026-03-02T09:00:00.000Z');
  const logged: string[] = [];
  const books = new Map<string, CompiledBook>();
  let active = options.book;
  const activate = async (book: CompiledBook): Promise<void> => {
    books.set(book.hash, book);
    active = book;
    await storeBook(store, book, clock.now());
  };
  await activate(options.book);
  return {
    store,
    clock,
    logged,
    activate,
    books: {
      active: async () => active,
      byHash: async (_tx, hash) => {
        const book = books.get(hash);
        if (!book) throw new Error(`no book ${hash}`);
        return book;
      },
    },
    randomBytes: (length) => randomBytes(length),
    log: testLog(logged),
    workspace: 'test',
    clockSettings: { base: clock.now(), scale: 1 },
    close: () => store.close(),
  };
}

function testClock(start: string): TestClock {
  let now = Date.parse(start);
  return {
    now: () => new Date(now).toISOString(),
    set: (instant) => {
      now = Date.parse(instant);
    },
    advance: (ms) => {
      now += ms;
    },
  };
}

function testLog(logged: string[]): Log {
  const keep = (_fields: object, message: string): void => {
    logged.push(message);
  };
  return { info: () => undefined, warn: keep, error: keep };
}

async function storeBook(store: Store, book: CompiledBook, at: string): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.query(
      `INSERT INTO books (hash, content, compiled, published_at, published_by) VALUES ($1, '{}', $2, $3, 'test')
       ON CONFLICT (hash) DO NOTHING`,
      [book.hash, JSON.stringify(book), at],
    );
    await tx.query(
      'INSERT INTO active_book (hash) VALUES ($1) ON CONFLICT (id) DO UPDATE SET hash = excluded.hash',
      [book.hash],
    );
  });
}

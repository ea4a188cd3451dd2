import { createBooks, NoActiveBook, UnknownBook } from '../../application/books';
import { publishBook, type CheckedBook } from '../../application/publish-book';
import type { Store } from '../../ports/store/store';
import { loadSmallBook, spoil } from '../support/small-book';
import { describeStores, openTestStore } from '../support/stores';

const quiet = () => undefined;
const log = { info: quiet, warn: quiet, error: quiet };
const clock = { now: () => '2026-03-02T10:00:00.000Z' };

async function checked(changes: Record<string, string> = {}): Promise<CheckedBook> {
  const read = await loadSmallBook(changes);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read;
}

describeStores('publishing a book', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  test('is told when none is active, and when a hash is unknown', async () => {
    const books = createBooks();
    await expect(store.transaction((tx) => books.active(tx))).rejects.toThrow(NoActiveBook);
    await expect(store.transaction((tx) => books.byHash(tx, 'ffff'))).rejects.toThrow(UnknownBook);
  });

  test('activates it once; the same book again changes nothing', async () => {
    const book = await checked();
    const app = { store, clock, log };
    expect(await publishBook(app, book, { by: 'tester' })).toEqual({ hash: book.book.hash, activated: true });
    expect(await publishBook(app, book, { by: 'tester' })).toEqual({
      hash: book.book.hash,
      activated: false,
    });
    const active = await store.transaction((tx) => createBooks().active(tx));
    expect(active).toEqual(book.book);
  });

  test('moves the pointer for readers that have the old book at hand, and keeps the old book', async () => {
    const app = { store, clock, log };
    const [old, changed] = [
      await checked(),
      await checked(spoil('playbooks/save.yaml', 'for: 20d', 'for: 10d')),
    ];
    const books = createBooks();
    await publishBook(app, old, { by: 'tester' });
    await store.transaction((tx) => books.active(tx));
    await publishBook(app, changed, { by: 'tester', note: 'shorter' });
    expect((await store.transaction((tx) => books.active(tx))).hash).toBe(changed.book.hash);
    expect(await store.transaction((tx) => books.byHash(tx, old.book.hash))).toEqual(old.book);
  });

  test('goes back to an older book by publishing it again', async () => {
    const app = { store, clock, log };
    const old = await checked();
    expect(await publishBook(app, old, { by: 'tester' })).toEqual({ hash: old.book.hash, activated: true });
  });
});

import type { ReadBook } from '../../ports/book-files/read-book';
import { publishBook } from '../../application/publish-book';
import type { Store } from '../../ports/store/store';
import { activateBook } from '../../workers/embedded/activate-book';
import { bookLine } from '../../workers/embedded/announce';
import { loadSmallBook, spoil } from '../support/small-book';
import { openTestStore } from '../support/stores';
import { applicationOf } from '../support/world-parts';

jest.setTimeout(120_000);

describe('the book folder at a start', () => {
  let store: Store;
  let folder: ReadBook;
  let other: Extract<ReadBook, { ok: true }>;
  const restart = (lastFolder?: string) =>
    activateBook(
      {
        app: applicationOf(store, () => '2026-03-02T10:00:00.000Z'),
        settings: { TIDELINE_BOOK_DIR: 'config/book' },
        readBookFolder: async () => folder,
      },
      lastFolder,
    );
  beforeAll(async () => {
    store = await openTestStore('pglite');
    const read = await loadSmallBook(
      spoil('policies.yaml', 'roles: [manager]\nq', 'roles: [manager, lead]\nq'),
    );
    if (!read.ok) throw new Error('the other book has faults');
    other = read;
    folder = await loadSmallBook();
  });
  afterAll(() => store.close());

  it('is activated when it is new or changed, and said to be', async () => {
    const first = await restart();
    expect(first).toMatchObject({ changed: true, roles: ['manager'] });
    expect(bookLine(first)).toBe(`${first.hash} (just published)`);
    const again = await restart(first.folderHash);
    expect(again).toMatchObject({ hash: first.hash, changed: false });
    expect(bookLine(again)).toBe(first.hash);
  });

  it('does not take the place of a book published since, unless it has changed', async () => {
    const { folderHash } = await restart();
    await publishBook(
      applicationOf(store, () => '2026-03-02T11:00:00.000Z'),
      other,
      { by: 'somebody' },
    );
    const kept = await restart(folderHash);
    expect(kept).toMatchObject({
      hash: other.book.hash,
      folderHash,
      changed: false,
      roles: ['manager', 'lead'],
    });
    expect(bookLine(kept)).toBe(
      `${other.book.hash} (published since; config/book has ${folderHash}: \`npm run -s tideline -- book publish config/book\` makes it active again)`,
    );
    folder = await loadSmallBook(spoil('policies.yaml', 'floor: 10', 'floor: 20'));
    const changed = await restart(folderHash);
    expect(changed.hash).toBe(changed.folderHash);
    expect(changed).toMatchObject({ changed: true });
  });
});

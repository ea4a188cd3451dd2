import type { ReadBook } from '../../ports/book-files/read-book';
import { publishBook } from '../../application/publish-book';
import { rollBackBook } from '../../application/roll-back-book';
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

  it('does not undo what somebody has rolled back or replaced, whatever the last start found', async () => {
    const first = await loadSmallBook();
    const next = await loadSmallBook(spoil('policies.yaml', 'floor: 10', 'floor: 30'));
    if (!first.ok || !next.ok) throw new Error('a book has faults');
    const app = applicationOf(store, () => '2026-03-02T12:00:00.000Z');
    folder = first;
    await restart();
    folder = next;
    await publishBook(app, next, { by: 'somebody' });
    await rollBackBook(app, { by: 'somebody', note: 'it went wrong' });
    const kept = await restart(first.book.hash);
    expect(kept).toMatchObject({ hash: first.book.hash, folderHash: next.book.hash, changed: false });
    expect(bookLine(kept)).toContain(
      '`npm run -s tideline -- book publish config/book` makes it active again',
    );
    await publishBook(app, other, { by: 'somebody' });
    expect(await restart(first.book.hash)).toMatchObject({ hash: other.book.hash, changed: false });
  });

  it('takes back by the folder what came by the folder', async () => {
    const first = await loadSmallBook(spoil('policies.yaml', 'floor: 10', 'floor: 40'));
    const next = await loadSmallBook(spoil('policies.yaml', 'floor: 10', 'floor: 50'));
    folder = first;
    const { folderHash } = await restart();
    folder = next;
    const edited = await restart(folderHash);
    folder = first;
    expect(await restart(edited.folderHash)).toMatchObject({ hash: folderHash, changed: true });
  });
});

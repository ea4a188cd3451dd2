import { publishBook } from '../../application/publish-book';
import type { Transaction } from '../../ports/store/store';
import { lastPublicationOf, listPublications } from '../../ports/store/tables/publications';
import type { Composition } from '../composition';

/** The active book after a start, and what the folder has. */
export interface ActivatedBook {
  readonly hash: string;
  readonly changed: boolean;
  readonly folder: string;
  readonly folderHash: string;
  /** Of the active book, so that the local person may decide everything. */
  readonly roles: readonly string[];
}

const starter = 'npm start';

/**
 * Publishes the book folder if it differs from what the last start found in it; else the active book stays,
 * also one that was published from elsewhere. A book that somebody has rolled back or replaced stays so, whatever
 * the last start found. Throws with every fault of the book in one message.
 */
export async function activateBook(
  {
    app,
    settings,
    readBookFolder,
  }: Pick<Composition, 'readBookFolder'> & {
    readonly app: Composition['app'];
    readonly settings: Pick<Composition['settings'], 'TIDELINE_BOOK_DIR'>;
  },
  lastFolderHash: string | undefined,
): Promise<ActivatedBook> {
  const folder = settings.TIDELINE_BOOK_DIR;
  const read = await readBookFolder(folder);
  if (!read.ok) throw new BookFaults(folder, read.errors);
  const folderHash = read.book.hash;
  const stays =
    folderHash === lastFolderHash ||
    (await app.store.transaction((tx) => replacedBySomebody(tx, folderHash)));
  if (stays) {
    const { hash, policies } = await app.store.transaction((tx) => app.books.active(tx));
    return { hash, changed: false, folder, folderHash, roles: policies.roles };
  }
  const { hash, activated } = await publishBook(app, read, { by: starter, note: `folder ${folder}` });
  return { hash, changed: activated, folder, folderHash, roles: read.book.policies.roles };
}

// Only what a person did last is kept: what a start changed, a start may change back.
async function replacedBySomebody(tx: Transaction, hash: string): Promise<boolean> {
  const [latest] = await listPublications(tx, 1);
  if (latest === undefined || latest.by === starter) return false;
  return (await lastPublicationOf(tx, hash)) !== undefined;
}

/** The folder's book cannot be used; the message lists every fault with its place. */
export class BookFaults extends Error {
  constructor(
    folder: string,
    errors: readonly { file: string; line: number; column: number; message: string }[],
  ) {
    const list = errors.map(({ file, line, column, message }) => `  ${file}:${line}:${column} ${message}`);
    super(
      `The book in ${folder} has ${errors.length} faults; the active book stays as it is:\n${list.join('\n')}`,
    );
    this.name = 'BookFaults';
  }
}

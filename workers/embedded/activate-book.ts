import { publishBook } from '../../application/publish-book';
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

/**
 * Publishes the book folder if it differs from what the last start found in it; else the active book stays,
 * also one that was published from elsewhere. Throws with every fault of the book in one message.
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
  if (folderHash === lastFolderHash) {
    const { hash, policies } = await app.store.transaction((tx) => app.books.active(tx));
    return { hash, changed: false, folder, folderHash, roles: policies.roles };
  }
  const { hash, activated } = await publishBook(app, read, { by: 'npm start', note: `folder ${folder}` });
  return { hash, changed: activated, folder, folderHash, roles: read.book.policies.roles };
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

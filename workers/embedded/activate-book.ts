import { publishBook } from '../../application/publish-book';
import type { Composition } from '../composition';

/** Roles of the active book, so that the local person may decide everything. */
export interface PolicyRoles {
  readonly roles: readonly string[];
}

/** Publishes the book folder if it differs from the active book. Throws with every fault of the book in one message. */
export async function activateBook(
  composition: Composition,
): Promise<PolicyRoles & { hash: string; changed: boolean }> {
  const { app, settings, readBookFolder } = composition;
  const read = await readBookFolder(settings.TIDELINE_BOOK_DIR);
  if (!read.ok) throw new BookFaults(settings.TIDELINE_BOOK_DIR, read.errors);
  const published = await publishBook(app, read, {
    by: 'npm start',
    note: `folder ${settings.TIDELINE_BOOK_DIR}`,
  });
  return { hash: published.hash, changed: published.activated, roles: read.book.policies.roles };
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

import type { CompiledBook } from '../../domain/compiled-book';
import type { Application } from '../../application/application';
import { publishBook } from '../../application/publish-book';
import { readBookOfTexts, readBookTexts } from '../../ports/book-files/read-book';
import { withoutHoldout } from '../../simulation/simulate';

/** Changes to a book's texts by file; each must change something. */
export type BookEdits = Readonly<Record<string, (text: string) => string>>;

/** Publishes the book of a folder, edited; `everybody` puts every customer into the treatment arm. */
export async function publishFolder(
  app: Application,
  folder: string,
  options: { readonly edits?: BookEdits; readonly everybody: boolean },
): Promise<CompiledBook> {
  const texts = { ...(await readBookTexts(folder)) };
  for (const [file, edit] of Object.entries(options.edits ?? {})) {
    const edited = edit(texts[file] ?? '');
    if (edited === (texts[file] ?? '')) throw new Error(`the edit of ${file} changes nothing`);
    texts[file] = edited;
  }
  const read = await readBookOfTexts(texts);
  if (!read.ok)
    throw new Error(read.errors.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
  const book = options.everybody ? withoutHoldout(read.book) : read.book;
  await publishBook(app, { book, texts: read.texts }, { by: 'test', note: folder });
  return book;
}

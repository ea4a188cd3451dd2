import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadBook, type LoadedBook, type Runtime } from '../../domain/book/load-book';
import { channelAdapters } from '../channels/adapters';
import { readLiquid } from '../templates/read-liquid';
import { parseBookFiles } from './parse-book-files';

/** Texts of a book's files by their path inside its folder. */
export type BookTexts = Readonly<Record<string, string>>;

/** A loaded book with the texts it came from, ready to publish; or every error at once. */
export type ReadBook = LoadedBook & { readonly texts: BookTexts };

const kept = /\.(ya?ml|liquid|mjml)$|^models\/.*\.json$/;

/** Reads, checks and compiles the book of a folder. Throws when the folder cannot be read. */
export async function readBook(folder: string): Promise<ReadBook> {
  return readBookOfTexts(await readBookTexts(folder));
}

/** Checks and compiles a book from its texts, as a request brings them. */
export async function readBookOfTexts(
  texts: BookTexts,
  { channels = channelAdapters }: Partial<Pick<Runtime, 'channels'>> = {},
): Promise<ReadBook> {
  const files = await parseBookFiles(Object.entries(texts).map(([name, text]) => ({ path: name, text })));
  return { ...loadBook(files, { channels, readLiquid }), texts };
}

/** The texts of a book's folder; other files, such as a README, are left alone. */
export async function readBookTexts(folder: string): Promise<BookTexts> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => kept.test(name))
    .sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BookFile } from '../../domain/book/book-file';
import { parseBookFiles } from './parse-book-files';
import type { FileText } from './template-file';

const kept = /\.(ya?ml|liquid|mjml)$/;

/** Reads a book's folder to texts, sorted by path; other files, such as a README, are left alone. */
export async function readBookTexts(folder: string): Promise<FileText[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && kept.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
  return Promise.all(names.map(async (name) => ({ path: name, text: await readFile(path.join(folder, name), 'utf8') })));
}

/** Reads and parses a book's folder. Throws when the folder cannot be read. */
export async function readBook(folder: string): Promise<BookFile[]> {
  return parseBookFiles(await readBookTexts(folder));
}

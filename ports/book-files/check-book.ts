import { loadBook, type LoadedBook } from '../../domain/book/load-book';
import { readBook } from './read-book';

/** Reads, checks and compiles the book of a folder; every error at once. */
export async function checkBook(folder: string): Promise<LoadedBook> {
  return loadBook(await readBook(folder));
}

import { access } from 'node:fs/promises';
import { readBook, type ReadBook } from './read-book';

/** As `readBook`, but a folder that is not there is told like any other fault of the book. */
export async function checkBook(folder: string): Promise<ReadBook> {
  try {
    await access(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const fault = {
      file: folder,
      line: 1,
      column: 1,
      path: '',
      message: `there is no such folder (${why})`,
      hint: "a book's folder has signals.yaml, scores.yaml and policies.yaml",
    };
    return { ok: false, errors: [fault], warnings: [], texts: {} };
  }
  return readBook(folder);
}

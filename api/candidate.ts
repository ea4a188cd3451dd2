import type { ReadBook } from '../ports/book-files/read-book';
import type { ApiDependencies } from './api-server';
import { ApiProblem } from './problem';

/** A book that passed every check. */
export type Candidate = Extract<ReadBook, { ok: true }>;

/** Checks the book a request brings; faults are answered with their places. */
export async function candidateOf(
  { readBook }: Pick<ApiDependencies, 'readBook'>,
  files: Readonly<Record<string, string>>,
): Promise<Candidate> {
  const read = await readBook(files);
  if (read.ok) return read;
  const faults = read.errors.map(({ file, line, column, message, hint }) => ({
    field: `${file}:${line}:${column}`,
    message,
    fix: hint ?? '',
  }));
  throw new ApiProblem(
    422,
    'invalidBook',
    `The book has ${faults.length} faults; nothing was stored.`,
    faults,
  );
}

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
    fix: hint ?? `Correct ${file} in line ${line}.`,
  }));
  const many = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  throw new ApiProblem(422, 'invalidBook', `The book has ${many}; nothing was stored.`, faults);
}

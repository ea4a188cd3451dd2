import type { BookFile } from '../../domain/book/book-file';
import { createReport } from '../../domain/book/report';
import type { CompiledBook } from '../../domain/compiled-book';
import { checkCustomer } from '../../simulation/responses/check-names';
import type { GivenCustomer } from '../../simulation/responses/responses';
import { CliFailure, exitCodes } from '../failure';

// What is typed stands in no file: the option is its place.
const typed: BookFile = {
  path: '',
  tree: undefined,
  positionOf: () => ({ line: 1, column: 1 }),
  faults: [],
};

const optionOf: Readonly<Record<string, string>> = { customer: '--customer', signals: '--signal' };

/** Refuses options with names or types that the book does not have, as a customer's file is: all at once. */
export function refuseUnknown(given: GivenCustomer, book: CompiledBook): void {
  const report = createReport();
  checkCustomer(given, { file: typed, path: [] }, { book, report });
  const told = report.errors.map(({ path, message, hint }) => {
    const [part = ''] = path.split('.');
    return `${optionOf[part] ?? part}: ${message}${hint === undefined ? '' : ` (${hint})`}`;
  });
  if (told.length > 0) throw new CliFailure(told.join('\n'), exitCodes.usage);
}

import type { CompiledBook } from '../domain/compiled-book';
import type { Handling } from '../domain/handling/handling';
import { handlingOf } from '../domain/handling/handling-of';
import type { Transaction } from '../ports/store/store';
import { readHandledBy } from '../ports/store/tables/memberships';
import type { Application } from './application';

/** How a customer is handled now, by the active book. */
export async function readHandling(
  tx: Transaction,
  app: Pick<Application, 'books' | 'clock'>,
  customerKey: string,
): Promise<{ readonly handling: Handling; readonly book: CompiledBook }> {
  const book = await app.books.active(tx);
  const { memberships, soft } = await readHandledBy(tx, customerKey, app.clock.now());
  return { handling: handlingOf(book, memberships, soft), book };
}

import type { CompiledBook } from '../../domain/compiled-book';
import { simulate } from '../simulate';
import type { Timeline } from '../timeline';
import type { People } from '../world';
import type { TableCustomer } from './table-customer';

/** Plays a table's customer through a book in virtual time, from its first fact until `afterMs` past its last. */
export function playCustomer(
  customer: TableCustomer,
  {
    book,
    people,
    afterMs,
  }: { readonly book: CompiledBook; readonly people: People; readonly afterMs: number },
): Timeline | undefined {
  const instants = customer.signals.map(({ occurredAt }) => Date.parse(occurredAt));
  if (instants.length === 0) return undefined;
  const first = Math.min(...instants);
  const signals = customer.signals.map(({ name, value, occurredAt }) => ({
    name,
    value,
    atMs: Date.parse(occurredAt) - first,
  }));
  return simulate({
    book,
    people,
    startedAt: new Date(first).toISOString(),
    given: {
      customer: customer.attributes,
      signals,
      crossings: [],
      controls: [],
      answers: [],
      tasks: [],
      payments: { declines: [], thenSucceed: true },
      untilMs: Math.max(...instants) - first + afterMs,
    },
  });
}

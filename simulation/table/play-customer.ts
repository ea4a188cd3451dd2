import type { CompiledBook } from '../../domain/compiled-book';
import { simulate } from '../simulate';
import type { Timeline } from '../timeline';
import type { People } from '../world';
import type { TableCustomer } from './table-customer';
import { isoOf, msOf } from '../../domain/iso-instant';

/** Plays a table's customer through a book in virtual time, from its first fact until `afterMs` past its last. */
export function playCustomer(
  customer: TableCustomer,
  {
    book,
    people,
    afterMs,
  }: { readonly book: CompiledBook; readonly people: People; readonly afterMs: number },
): Timeline | undefined {
  const instants = customer.signals.map(({ occurredAt }) => msOf(occurredAt));
  if (instants.length === 0) return undefined;
  const first = Math.min(...instants);
  const signals = customer.signals.map(({ name, value, occurredAt }) => ({
    name,
    value,
    atMs: msOf(occurredAt) - first,
  }));
  return simulate({
    book,
    people,
    startedAt: isoOf(first),
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

import type { CompiledBook } from '../../domain/compiled-book';
import { evaluate } from '../../domain/evaluate';
import type { Score } from '../../domain/scoring/score';
import type { Dimension } from '../../domain/words';
import type { TableCustomer } from '../table/table-customer';

/** The score of a customer seen once, at its last fact: what the book would have said then, without a past of its own. */
export function scoreCustomer(
  book: CompiledBook,
  dimension: Dimension,
  { attributes, signals }: TableCustomer,
): Score | undefined {
  const last = signals.reduce((latest, { occurredAt }) => (occurredAt > latest ? occurredAt : latest), '');
  if (last === '') return undefined;
  const { high, medium } = book.policies.value.floors;
  const { scores } = evaluate({
    book,
    customerKey: 'backtest',
    attributes,
    signals: signals.map((signal, position) => ({ ...signal, position })),
    invoices: [],
    previousScores: {},
    memberships: [],
    openTreatments: [],
    valueCuts: { highFrom: high, mediumFrom: medium },
    asOf: last,
    sequence: 1,
  });
  return scores.find((score) => score.dimension === dimension);
}

import type { CompiledBook } from '../../domain/compiled-book';
import { playCustomer } from '../../simulation/table/play-customer';
import { createTableTally, type TableReport } from '../../simulation/table/tally-report';
import { csvRows } from '../import/csv-rows';
import { columnsOf, type Mapping } from '../import/mapping';
import { rowFacts, type RowFacts } from '../import/row-facts';

/** A table to be played, and by which book. */
export interface TablePlan {
  readonly csv: string;
  readonly mapping: Mapping;
  readonly book: CompiledBook;
  /** Time played on after a customer's last fact. */
  readonly afterMs: number;
  /** How soon people decide and do their tasks; absent = nobody does. */
  readonly approveAfterMs?: number;
  readonly doTasksAfterMs?: number;
  readonly report: (rows: number) => void;
}

type Facts = Extract<RowFacts, { kind: 'facts' }>;

/** Plays every customer of a table; rows of one customer belong together, wherever they stand. */
export async function playTable(plan: TablePlan): Promise<TableReport & { readonly rejected: number }> {
  const { book, afterMs, approveAfterMs, doTasksAfterMs } = plan;
  const people = { approveAfterMs, doTasksAfterMs };
  const { customers, rejected } = await readCustomers(plan);
  const tally = createTableTally();
  let played = 0;
  for (const customer of customers.values()) {
    const timeline = playCustomer(customer, { book, people, afterMs });
    if (timeline) tally.add(timeline);
    played += 1;
    plan.report(played);
  }
  return { ...tally.report(), rejected };
}

async function readCustomers({ csv, mapping }: TablePlan) {
  const customers = new Map<string, Pick<Facts, 'attributes' | 'signals'>>();
  let rejected = 0;
  for await (const { row } of csvRows(csv, columnsOf(mapping), 0)) {
    const facts = row ? rowFacts(mapping, row) : undefined;
    if (facts?.kind === 'facts') {
      const known = customers.get(facts.customer);
      const attributes = { ...known?.attributes, ...facts.attributes };
      customers.set(facts.customer, {
        attributes,
        signals: [...(known?.signals ?? []), ...facts.signals],
      });
    } else if (facts?.kind !== 'passedOver') rejected += 1;
  }
  return { customers, rejected };
}

import type { Actor, Application } from './application';
import { type SignalFault, signalFault, type SignalInput } from './check-signal';
import { findOrMakeCustomers } from './find-customers';
import { type ItemResult, rejected } from './item-result';
import { type SignalOfCustomer, takeSignals } from './take-signals';

export type { SignalInput } from './check-signal';
export type { ItemResult } from './item-result';

/** How a batch is taken. */
export interface AcceptOptions {
  readonly actor: Actor;
  /** Record and evaluate as of each fact's own time, without treating. */
  readonly backfill?: boolean;
}

/** Takes facts: each is stored once, evaluated and acted on; one transaction per customer, in key order. */
export async function acceptSignals(
  app: Application,
  items: readonly SignalInput[],
  options: AcceptOptions,
): Promise<ItemResult[]> {
  const now = app.clock.now();
  const { keys, faults } = await app.store.transaction(async (tx) => {
    const book = await app.books.active(tx);
    const found = items.map((item) => signalFault(book, item, now));
    const fit = items.filter((_, index) => found[index] === undefined);
    const customers = fit.map((item) => item.customer).sort();
    return { keys: await findOrMakeCustomers(tx, app, customers), faults: found };
  });
  const results = new Array<ItemResult | undefined>(items.length);
  for (const [customerKey, own] of groupByCustomer(items, faults, keys)) {
    const taken = await app.store.transaction((tx) =>
      takeSignals(tx, app, { customerKey, items: own, backfill: options.backfill === true }),
    );
    app.crash?.('afterIngestCommit');
    own.forEach(({ index }, n) => (results[index] = taken[n]));
  }
  return items.map((item, index) => results[index] ?? rejected(item.id, faults[index] ?? lost));
}

const lost: SignalFault = {
  code: 'notTaken',
  message: 'the item was neither taken nor refused: send it again',
  field: 'id',
};

function groupByCustomer(
  items: readonly SignalInput[],
  faults: readonly (SignalFault | undefined)[],
  keys: ReadonlyMap<string, string>,
): [string, SignalOfCustomer[]][] {
  const groups = new Map<string, SignalOfCustomer[]>();
  items.forEach((item, index) => {
    const key = keys.get(item.customer);
    if (faults[index] !== undefined || key === undefined) return;
    const group = groups.get(key) ?? [];
    group.push({ index, input: item });
    groups.set(key, group);
  });
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

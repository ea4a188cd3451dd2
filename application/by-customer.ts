import type { Transaction } from '../ports/store/store';
import type { Application } from './application';
import type { SignalFault } from './check-signal';
import { findOrMakeCustomers } from './find-customers';
import { type ItemResult, rejected } from './item-result';

interface Item {
  readonly id: string;
  readonly customer: string;
}

/** How the items of one customer are taken, inside one transaction; a result for each, in order. */
export type TakeItems<T> = (
  tx: Transaction,
  customerKey: string,
  items: readonly T[],
) => Promise<ItemResult[]>;

/** Takes the fit items of a batch customer by customer, in key order, each customer in a transaction of its own. */
export async function takeByCustomer<T extends Item>(
  app: Application,
  items: readonly T[],
  how: { readonly faults: readonly (SignalFault | undefined)[]; readonly take: TakeItems<T> },
): Promise<ItemResult[]> {
  const { faults, take } = how;
  const fit = items.filter((_, index) => faults[index] === undefined);
  const names = fit.map((item) => item.customer).sort();
  const keys =
    names.length === 0
      ? new Map<string, string>()
      : await app.store.transaction((tx) => findOrMakeCustomers(tx, app, names));
  const results = items.map((item, index) => rejected(item.id, faults[index] ?? lost));
  for (const [customerKey, indexes] of byKey(items, faults, keys)) {
    const own = indexes.flatMap((index) => items[index] ?? []);
    const taken = await app.store.transaction((tx) => take(tx, customerKey, own));
    app.crash?.('afterIngestCommit');
    indexes.forEach((index, n) => (results[index] = taken[n] ?? rejected(own[n]?.id ?? '', lost)));
  }
  return results;
}

const lost: SignalFault = {
  code: 'notTaken',
  message: 'the item was neither taken nor refused: send it again',
  field: 'id',
};

function byKey(
  items: readonly Item[],
  faults: readonly (SignalFault | undefined)[],
  keys: ReadonlyMap<string, string>,
): [string, number[]][] {
  const groups = new Map<string, number[]>();
  items.forEach((item, index) => {
    const key = keys.get(item.customer);
    if (faults[index] !== undefined || key === undefined) return;
    const group = groups.get(key) ?? [];
    group.push(index);
    groups.set(key, group);
  });
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

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

// One request leaves connections for the others.
const mostAtOnce = 4;

/**
 * Takes the fit items of a batch customer by customer, each in a transaction of its own, begun in key order and
 * side by side where the store has several connections.
 */
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
  await sideBySide(
    byKey(items, faults, keys),
    Math.min(app.store.connections, mostAtOnce),
    async ([customerKey, indexes]) => {
      const own = indexes.flatMap((index) => items[index] ?? []);
      const taken = await app.store.transaction((tx) => take(tx, customerKey, own));
      app.crash?.('afterIngestCommit');
      indexes.forEach((index, n) => (results[index] = taken[n] ?? rejected(own[n]?.id ?? '', lost)));
    },
  );
  return results;
}

/** Does the work in the order given, so many at once; after a failure nothing more is begun, and what was begun ends. */
async function sideBySide<T>(
  work: readonly T[],
  width: number,
  act: (one: T) => Promise<void>,
): Promise<void> {
  let begun = 0;
  let failure: { readonly error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    for (let one = work[begun++]; one !== undefined && !failure; one = work[begun++]) {
      await act(one).catch((error: unknown) => {
        failure ??= { error };
      });
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  if (failure) throw failure.error;
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

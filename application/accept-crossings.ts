import type { AcceptOptions } from './accept-signals';
import type { Application } from './application';
import { takeByCustomer } from './by-customer';
import { crossingFault, type CrossingInput } from './check-crossing';
import type { ItemResult } from './item-result';
import { takeCrossings } from './take-crossings';

export type { CrossingInput } from './check-crossing';

/** Takes ready-made crossings of external segments; one transaction per customer, in key order. */
export async function acceptCrossings(
  app: Application,
  items: readonly CrossingInput[],
  options: AcceptOptions,
): Promise<ItemResult[]> {
  const now = app.clock.now();
  const book = await app.store.transaction((tx) => app.books.active(tx));
  const backfill = options.backfill === true;
  return takeByCustomer(app, items, {
    faults: items.map((item) => crossingFault(book, item, now)),
    take: (tx, customerKey, own) => takeCrossings(tx, app, { customerKey, items: own, backfill }),
  });
}

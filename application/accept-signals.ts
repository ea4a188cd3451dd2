import type { Actor, Application } from './application';
import { takeByCustomer } from './by-customer';
import { signalFault, type SignalInput } from './check-signal';
import type { ItemResult } from './item-result';
import { takeSignals } from './take-signals';

export type { SignalInput } from './check-signal';
export type { ItemResult } from './item-result';

/** How a batch is taken. */
export interface AcceptOptions {
  readonly actor: Actor;
  /** Record and evaluate as of each item's own time, without treating. */
  readonly backfill?: boolean;
}

/** Takes facts: each is stored once, evaluated and acted on; one transaction per customer, in key order. */
export async function acceptSignals(
  app: Application,
  items: readonly SignalInput[],
  options: AcceptOptions,
): Promise<ItemResult[]> {
  const now = app.clock.now();
  const book = await app.store.transaction((tx) => app.books.active(tx));
  const backfill = options.backfill === true;
  return takeByCustomer(app, items, {
    faults: items.map((item) => signalFault(book, item, now)),
    take: (tx, customerKey, own) => takeSignals(tx, app, { customerKey, items: own, backfill }),
  });
}

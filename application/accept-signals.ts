import type { Actor, Application } from './application';
import { takeByCustomer } from './by-customer';
import { signalFault, type SignalInput } from './check-signal';
import type { ItemResult } from './item-result';
import { withBlocklistHits } from './blocklist/hit-facts';
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
  // Old facts were looked at when they were new.
  const blocklist = backfill ? undefined : book.policies.blocklist;
  return takeByCustomer(app, items, {
    faults: items.map((item) => signalFault(book, item, now)),
    take: async (tx, customerKey, own) => {
      const { items: all, resultsOf } = await withBlocklistHits(tx, app, own, blocklist);
      return resultsOf(await takeSignals(tx, app, { customerKey, items: all, backfill }));
    },
  });
}

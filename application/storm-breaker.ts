import { clearBreaker, readBreaker, type StormBreakerRow } from '../ports/store/tables/storm-breaker';
import { readCrossings } from '../ports/store/tables/crossings';
import { countHeld, customersWithHeld, dropHeld, settleHeld } from '../ports/store/tables/held-crossings';
import type { Actor, Application } from './application';
import { arbitrateCustomer } from './arbitrate-customer';
import { loadCustomerState } from './customer-state';
import { notBefore } from './evaluate-state';
import { factsOf } from './facts';
import { lockCustomer } from './lock-customer';

const customersPerLook = 200;

/** Whether starts are held back, why, and how many crossings wait for a person. */
export type StormBreaker = StormBreakerRow & { readonly tripped: boolean; readonly held: number };

/** What clearing the breaker came to. */
export interface ClearedStorm {
  readonly cleared: true;
  /** Crossings arbitrated again, and treatments that started. */
  readonly released: number;
  readonly started: number;
  readonly dropped: number;
}

/** The storm breaker as it stands. */
export async function readStormBreaker(app: Pick<Application, 'store'>): Promise<StormBreaker> {
  return app.store.transaction(async (tx) => {
    const breaker = await readBreaker(tx);
    return { ...breaker, tripped: breaker.trippedAt !== null, held: await countHeld(tx) };
  });
}

/** A person's word that starts may go on; what was held is arbitrated again or dropped. */
export async function clearStormBreaker(
  app: Application,
  options: { readonly held: 'release' | 'drop'; readonly actor: Actor },
): Promise<ClearedStorm> {
  const at = app.clock.now();
  app.log.warn({ by: options.actor.subject, held: options.held }, 'storm breaker cleared');
  if (options.held === 'drop') {
    const dropped = await app.store.transaction(async (tx) => {
      await clearBreaker(tx, at);
      return dropHeld(tx, at);
    });
    return { cleared: true, released: 0, started: 0, dropped };
  }
  await app.store.transaction((tx) => clearBreaker(tx, at));
  return { cleared: true, dropped: 0, ...(await releaseAll(app)) };
}

async function releaseAll(app: Application): Promise<{ released: number; started: number }> {
  const total = { released: 0, started: 0 };
  let after = '';
  for (;;) {
    const keys = await app.store.transaction((tx) => customersWithHeld(tx, after, customersPerLook));
    for (const key of keys) {
      const one = await releaseOne(app, key);
      total.released += one.released;
      total.started += one.started;
    }
    const last = keys.at(-1);
    if (last === undefined) return total;
    after = last;
  }
}

async function releaseOne(app: Application, key: string): Promise<{ released: number; started: number }> {
  return app.store.transaction(async (tx) => {
    const customer = await lockCustomer(tx, key);
    const now = app.clock.now();
    const ids = await settleHeld(tx, customer.key, { disposition: 'released', at: now });
    const book = await app.books.active(tx);
    const asOf = notBefore(now, customer.lastAsOf ?? undefined);
    const state = await loadCustomerState(tx, customer, { book, asOf });
    const again = await readCrossings(tx, ids);
    // As deferred ones: who has left the segment meanwhile is not treated.
    const known = factsOf(state, { book, asOf, about: again.flatMap(({ context }) => context ?? []) });
    const started = await arbitrateCustomer(tx, app, { ...known, state, book, asOf, crossings: [], again });
    return { released: ids.length, started: started.length };
  });
}

import { computeValueCuts, type ComputedCuts } from '../ports/store/tables/value-cuts';
import type { Application } from './application';

/**
 * Cuts the tiers of value anew at the percentiles of the active book. Evaluations read the cuts live, so whom they
 * move is seen when the base is rescored. Undefined while no customer has a value. Safe to run again.
 */
export async function recomputeValueCuts(app: Application): Promise<ComputedCuts | undefined> {
  return app.store.transaction(async (tx) => {
    const { policies } = await app.books.active(tx);
    return computeValueCuts(tx, policies.value.percentiles, app.clock.now());
  });
}

import type { CompiledBook } from '../domain/compiled-book';
import type { Crossing } from '../domain/crossing';
import type { Transaction } from '../ports/store/store';
import { openDeferrals, settleDeferrals } from '../ports/store/tables/decisions';
import type { Application } from './application';
import { arbitrateCustomer } from './arbitrate-customer';
import { loadCustomerState } from './customer-state';
import { factsOf } from './facts';
import { lockCustomer } from './lock-customer';

/** Why what was deferred is looked at again. */
export interface DeferredLook {
  readonly customerKey: string;
  readonly book: CompiledBook;
  readonly asOf: string;
  /** Crossings that came too late for the treatment they were addressed to. */
  readonly late?: readonly Crossing[];
}

/** Arbitrates a customer's deferred starts again; gives the treatments touched. The customer must be locked. */
export async function arbitrateDeferred(
  tx: Transaction,
  app: Application,
  look: DeferredLook,
): Promise<string[]> {
  const { customerKey, book, asOf, late = [] } = look;
  const deferrals = await openDeferrals(tx, customerKey);
  const asked = deferrals.flatMap(({ crossing, handOver }) => (handOver ? [] : [crossing]));
  const again = unique([...asked, ...late]);
  const handOvers = deferrals.flatMap(({ crossing, playbook, handOver }) =>
    handOver ? [{ crossing, playbook, ask: handOver }] : [],
  );
  if (again.length + handOvers.length === 0) return [];
  const ids = deferrals.map(({ id }) => id);
  await settleDeferrals(tx, ids, app.clock.now());
  const state = await loadCustomerState(tx, await lockCustomer(tx, customerKey), { book, asOf });
  const about = [...again, ...handOvers.map(({ crossing }) => crossing)].flatMap(
    ({ context }) => context ?? [],
  );
  const known = factsOf(state, { book, asOf, about });
  return arbitrateCustomer(tx, app, { ...known, state, book, asOf, crossings: [], again, handOvers });
}

function unique<T extends { readonly id: string }>(crossings: readonly T[]): T[] {
  return [...new Map(crossings.map((crossing) => [crossing.id, crossing])).values()];
}

import type { CompiledBook } from '../domain/compiled-book';
import type { Facts, FactsSnapshot } from '../domain/facts';
import type { Transaction } from '../ports/store/store';
import { readCustomerRow } from '../ports/store/tables/customers';
import type { Application } from './application';
import { type CustomerState, loadCustomerState } from './customer-state';
import { lookAt, notBefore } from './evaluate-state';

/** What is true of a customer now; memberships as they were last stored, everything else as of this moment. */
export async function factsSnapshot(
  tx: Transaction,
  app: Application,
  customerKey: string,
  options: { readonly book?: CompiledBook } = {},
): Promise<FactsSnapshot> {
  const customer = await readCustomerRow(tx, customerKey);
  if (!customer) throw new Error(`there is no customer ${customerKey} to read facts of`);
  const book = options.book ?? (await app.books.active(tx));
  const asOf = notBefore(app.clock.now(), customer.lastAsOf ?? undefined);
  const state = await loadCustomerState(tx, customer, { book, asOf });
  // Read without a lock, it may have been merged between the two reads.
  if (state.mergedInto !== undefined) return factsSnapshot(tx, app, state.mergedInto, options);
  return { sequence: state.position, asOf, facts: factsOf(state, { book, asOf }) };
}

/** Fresh facts with the stored memberships: a segment is entered when its crossing is stored, not when it is looked at. */
export function factsOf(
  state: CustomerState,
  moment: { readonly book: CompiledBook; readonly asOf: string },
): Facts {
  const segments = state.memberships
    .filter((membership) => membership.state !== 'entering')
    .map((membership) => membership.segment);
  return { ...lookAt(state, moment).facts, segments: [...new Set(segments)] };
}

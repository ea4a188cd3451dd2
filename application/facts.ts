import type { CompiledBook } from '../domain/compiled-book';
import { type CustomerFacts, factsAbout, type FactsSnapshot, withMemberships } from '../domain/facts';
import type { Transaction } from '../ports/store/store';
import { readCustomerRow } from '../ports/store/tables/customers';
import type { Application } from './application';
import { type CustomerState, loadCustomerState } from './customer-state';
import { lookAt, notBefore } from './evaluate-state';

/** What is true of a customer now, or as seen from the context given; memberships as they were last stored, everything else as of this moment. */
export async function factsSnapshot(
  tx: Transaction,
  app: Application,
  customerKey: string,
  options: { readonly context?: string | null } = {},
): Promise<FactsSnapshot> {
  return snapshotOf(tx, app, customerKey, () => options.context);
}

/** What is true for a treatment now: the facts as seen from what it is about. */
export async function treatmentFacts(
  tx: Transaction,
  app: Application,
  of: { readonly customerKey: string; readonly treatmentId: string },
): Promise<FactsSnapshot> {
  return snapshotOf(
    tx,
    app,
    of.customerKey,
    ({ treatments }) => treatments.find(({ id }) => id === of.treatmentId)?.context,
  );
}

async function snapshotOf(
  tx: Transaction,
  app: Application,
  customerKey: string,
  contextIn: (state: CustomerState) => string | null | undefined,
): Promise<FactsSnapshot> {
  const customer = await readCustomerRow(tx, customerKey);
  if (!customer) throw new Error(`there is no customer ${customerKey} to read facts of`);
  const book = await app.books.active(tx);
  const asOf = notBefore(app.clock.now(), customer.lastAsOf ?? undefined);
  const state = await loadCustomerState(tx, customer, { book, asOf });
  // Read without a lock, it may have been merged between the two reads.
  if (state.mergedInto !== undefined) return snapshotOf(tx, app, state.mergedInto, contextIn);
  const context = contextIn(state);
  const known = factsOf(state, { book, asOf, about: context ? [context] : [] });
  return { sequence: state.position, asOf, facts: factsAbout(known, context) };
}

/** Fresh facts with the stored memberships, also as seen from the contexts named. */
export function factsOf(
  state: CustomerState,
  moment: { readonly book: CompiledBook; readonly asOf: string; readonly about?: readonly string[] },
): CustomerFacts {
  return withMemberships(lookAt(state, moment, moment.about), state.memberships);
}

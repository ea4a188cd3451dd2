import type { CompiledBook } from '../domain/compiled-book';
import type { Crossing } from '../domain/crossing';
import type { CustomerFacts } from '../domain/facts';
import type { CustomerSignal } from '../domain/signals/signal';
import type { Transaction } from '../ports/store/store';
import { readCustomerRow } from '../ports/store/tables/customers';
import { readCustomerState } from '../ports/store/tables/customer-state';
import type { Application } from './application';
import { arbitrateCustomer } from './arbitrate-customer';
import { windowOf } from './book-window';
import { type CustomerState, wantedTreatments } from './customer-state';
import { endTreatments } from './end-treatments';
import { forwardEvents } from './forward-events';

/** What an evaluation found, once it is stored. */
export interface Found extends CustomerFacts {
  readonly book: CompiledBook;
  readonly state: CustomerState;
  readonly asOf: string;
  readonly crossings: readonly Crossing[];
  /** Facts accepted in the same step, in order. */
  readonly signals: readonly CustomerSignal[];
  readonly excludeTreatment?: string;
}

/**
 * Does what follows from an evaluation: goals and exits first, since they take treatments out of arbitration;
 * then arbitration; then news for those that still run. Gives the treatments touched.
 */
export async function actOnEvaluation(tx: Transaction, app: Application, found: Found): Promise<string[]> {
  const { state, book, asOf, signals } = found;
  if (found.crossings.length === 0 && wantedTreatments(state).length === 0) return [];
  const sequence = state.position;
  const ended = await endTreatments(tx, app, wantedTreatments(state), { ...found, events: signals });
  if (ended.length > 0) await refreshState(tx, found);
  const arbitrated = await arbitrateCustomer(tx, app, found);
  const told = await forwardEvents(tx, app, wantedTreatments(state), {
    signals,
    at: { sequence, asOf },
    known: found,
    book,
  });
  if (ended.length + arbitrated.length > 0) await refreshState(tx, found);
  return [...new Set([...ended, ...arbitrated, ...told])];
}

/** Reads again what acting changed: treatments and the order of acceptance. */
async function refreshState(tx: Transaction, { state, book, asOf }: Found): Promise<void> {
  const stored = await readCustomerState(tx, state.key, windowOf(book, asOf));
  const customer = await readCustomerRow(tx, state.key);
  state.treatments = stored.treatments;
  state.position = customer?.position ?? state.position;
}

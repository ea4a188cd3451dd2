import type { CompiledBook } from '../domain/compiled-book';
import type { Crossing } from '../domain/crossing';
import { triggersOf } from '../domain/handling/triggers';
import { isInvoiceSignal, projectInvoices } from '../domain/invoice-projection';
import type { CustomerSignal } from '../domain/signals/signal';
import type { Transaction } from '../ports/store/store';
import { upsertInvoices } from '../ports/store/tables/invoices';
import { lockAndInsertSignals, type NewSignal } from '../ports/store/tables/signals';
import { actOnEvaluation } from './act-on-evaluation';
import type { Application } from './application';
import { backfillBegins } from './backfill';
import type { SignalInput } from './check-signal';
import { type CustomerState, loadCustomerState, wantedTreatments } from './customer-state';
import { giveToPerson } from './people/human-request';
import { endTreatments } from './end-treatments';
import { escalate } from './escalate';
import { evaluateState, lookAt, notBefore } from './evaluate-state';
import type { ItemResult } from './item-result';
import { storedResults } from './known-facts';
import type { CustomerRow } from './lock-customer';
import { storeEvaluation } from './store-evaluation';
import { tellHeld } from './tell-held';

/** The items of one customer. */
export interface SignalsOfCustomer {
  readonly customerKey: string;
  readonly items: readonly SignalInput[];
  readonly backfill: boolean;
}

type Accepted = CustomerSignal & { readonly n: number; readonly asOf: string };

interface Taking {
  readonly book: CompiledBook;
  readonly state: CustomerState;
  readonly backfill: boolean;
  /** Found and not yet written. */
  readonly crossings: Crossing[];
}

/** Takes one customer's facts in one transaction; gives a result for each item, in order. */
export async function takeSignals(
  tx: Transaction,
  app: Application,
  batch: SignalsOfCustomer,
): Promise<ItemResult[]> {
  const now = app.clock.now();
  const { customer, accepted } = await lockAndInsert(tx, batch, now);
  const own = { customerKey: customer.key, items: batch.items };
  const results = await storedResults(tx, own, new Set(accepted.map(({ n }) => n)));
  const steps = stepsOf(accepted);
  const first = steps[0]?.[0];
  if (!first) return results;
  const book = await app.books.active(tx);
  const asOf = notBefore(first.asOf, customer.lastAsOf ?? undefined);
  const state = await loadCustomerState(tx, customer, { book, asOf });
  state.position = customer.position + batch.items.length;
  if (batch.backfill) state.backfilledFrom ??= backfillBegins(state.lastAsOf);
  else state.backfilledFrom = undefined;
  const taking: Taking = { book, state, backfill: batch.backfill, crossings: [] };
  const before = state.invoices;
  for (const step of steps) {
    const found = await takeStep(tx, app, taking, step);
    const last = results[step.at(-1)?.n ?? -1];
    last?.crossings.push(...found.crossings);
    last?.treatments.push(...found.treatments);
  }
  await flush(tx, app, taking);
  await upsertInvoices(tx, state.key, changedInvoices(before, state.invoices), now);
  if (!batch.backfill) await giveToPerson(tx, app, { customerKey: state.key, facts: accepted, book });
  return batch.backfill ? results : tellHeld(tx, results);
}

async function lockAndInsert(
  tx: Transaction,
  batch: SignalsOfCustomer,
  now: string,
): Promise<{ customer: CustomerRow; accepted: Accepted[] }> {
  const rows = batch.items.map((input, n): NewSignal & { n: number; asOf: string } => {
    const { id, origin, name, value, data, context } = input;
    const occurredAt = new Date(input.occurredAt).toISOString();
    const asOf = batch.backfill || input.asOfOccurred === true ? occurredAt : now;
    return { id, origin, name, value, data, context, occurredAt, n, asOf };
  });
  const { customer, fresh } = await lockAndInsertSignals(tx, batch.customerKey, rows, now);
  const accepted = rows.map((row): Accepted => ({ ...row, position: customer.position + 1 + row.n }));
  return { customer, accepted: accepted.filter(({ n }) => fresh.has(n)) };
}

// Facts of the same moment are evaluated together: a batch does not cross what its sum does not.
function stepsOf(accepted: readonly Accepted[]): Accepted[][] {
  const sorted = [...accepted].sort((a, b) => (a.asOf < b.asOf ? -1 : a.asOf > b.asOf ? 1 : a.n - b.n));
  const steps: Accepted[][] = [];
  for (const signal of sorted) {
    const step = steps.at(-1);
    if (step?.[0]?.asOf === signal.asOf) step.push(signal);
    else steps.push([signal]);
  }
  return steps;
}

async function takeStep(
  tx: Transaction,
  app: Application,
  taking: Taking,
  step: readonly Accepted[],
): Promise<{ crossings: string[]; treatments: string[] }> {
  const { state, book } = taking;
  const asOf = notBefore(notBefore(step[0]?.asOf ?? '', state.lastAsOf), state.backfilledFrom);
  const ended = await applyFacts(tx, app, taking, { step, asOf });
  const { crossings, facts, contexts } = evaluateState(state, { book, asOf });
  taking.crossings.push(...crossings);
  const ids = crossings.map(({ id }) => id);
  const triggers = taking.backfill ? [] : triggersOf(book, state.memberships, step);
  const nothingFollows =
    crossings.length === 0 && triggers.length === 0 && wantedTreatments(state).length === 0;
  if (taking.backfill || nothingFollows) return { crossings: ids, treatments: ended };
  await flush(tx, app, taking);
  await escalate(tx, app, { book, customerKey: state.key }, triggers);
  const found = { book, state, facts, contexts, asOf, crossings, signals: step };
  const touched = await actOnEvaluation(tx, app, found);
  return { crossings: ids, treatments: [...new Set([...ended, ...touched])] };
}

/** Projects the invoices fact by fact; a goal that holds after any one of them has been reached. */
async function applyFacts(
  tx: Transaction,
  app: Application,
  taking: Taking,
  at: { readonly step: readonly Accepted[]; readonly asOf: string },
): Promise<string[]> {
  const { state, book } = taking;
  const ended: string[] = [];
  for (const [n, signal] of at.step.entries()) {
    state.invoices = projectInvoices(state.invoices, signal);
    const isLast = n === at.step.length - 1;
    const wanted = wantedTreatments(state);
    if (isLast || taking.backfill || wanted.length === 0 || !isInvoiceSignal(signal.name)) continue;
    const known = lookAt(state, { book, asOf: at.asOf });
    // What ends a treatment takes its place in the order after the facts so far.
    await flush(tx, app, taking);
    const ids = await endTreatments(tx, app, wanted, { ...known, events: [signal] });
    if (ids.length === 0) continue;
    ended.push(...ids);
    state.position += ids.length;
    state.treatments = state.treatments.map((treatment) =>
      ids.includes(treatment.id) ? { ...treatment, state: 'ending' } : treatment,
    );
  }
  return ended;
}

async function flush(tx: Transaction, app: Application, taking: Taking): Promise<void> {
  const { state, book, backfill } = taking;
  await storeEvaluation(tx, app, state, { book, crossings: taking.crossings.splice(0), backfill });
}

function changedInvoices<T>(before: readonly T[], after: readonly T[]): T[] {
  const known = new Set(before);
  return after.filter((invoice) => !known.has(invoice));
}

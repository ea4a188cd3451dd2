import type { CompiledBook } from '../domain/compiled-book';
import type { Score } from '../domain/scoring/score';
import type { ScoreChange } from '../domain/scoring/score-change';
import type { Membership } from '../domain/segments/segment';
import type { CustomerSignal, SignalValue } from '../domain/signals/signal';
import type { ValueCuts } from '../domain/value';
import type { Dimension } from '../domain/words';
import type { Transaction } from '../ports/store/store';
import type { CustomerRow } from '../ports/store/tables/customers';
import { readCustomerState } from '../ports/store/tables/customer-state';
import type { InvoiceRow } from '../ports/store/tables/invoices';
import type { TreatmentRow } from '../ports/store/tables/treatments';
import { windowOf } from './book-window';

/** What is known of one customer inside one transaction; facts and evaluations move it on before it is written. */
export interface CustomerState {
  readonly key: string;
  readonly attributes: Readonly<Record<string, SignalValue>>;
  readonly valueCuts: ValueCuts;
  readonly signals: CustomerSignal[];
  invoices: readonly InvoiceRow[];
  scores: Readonly<Partial<Record<Dimension, Score>>>;
  /** What evaluations of this transaction made of the scores, not written yet. */
  readonly scoreChanges: ScoreChange[];
  memberships: readonly Membership[];
  treatments: readonly TreatmentRow[];
  position: number;
  lastAsOf?: string;
  nextEvaluationAt?: string;
  /** From when on only backfilled facts are known; absent = live. */
  backfilledFrom?: string;
  /** What the customer is worth by the last evaluation of this transaction. */
  valueAmount?: number;
  /** Set when it was merged after its row was read without a lock: nothing is left here. */
  readonly mergedInto?: string;
  /** As the store has them, to write only what changed. */
  stored: {
    scores: Readonly<Partial<Record<Dimension, Score>>>;
    memberships: readonly Membership[];
  };
}

/** Reads the state that an evaluation as of an instant needs. */
export async function loadCustomerState(
  tx: Transaction,
  customer: CustomerRow,
  at: { readonly book: CompiledBook; readonly asOf: string },
): Promise<CustomerState> {
  const state = await readCustomerState(tx, customer.key, windowOf(at.book, at.asOf));
  const scores = byDimension(state.scores);
  return {
    key: customer.key,
    attributes: attributesOf(customer),
    valueCuts: state.valueCuts,
    signals: [...state.signals],
    invoices: state.invoices,
    scores,
    scoreChanges: [],
    memberships: state.memberships,
    treatments: state.treatments,
    position: customer.position,
    ...(state.mergedInto !== null && { mergedInto: state.mergedInto }),
    ...(customer.lastAsOf !== null && { lastAsOf: customer.lastAsOf }),
    ...(customer.nextEvaluationAt !== null && { nextEvaluationAt: customer.nextEvaluationAt }),
    ...(customer.backfilledFrom !== null && { backfilledFrom: customer.backfilledFrom }),
    stored: { scores, memberships: state.memberships },
  };
}

/** Treatments that have not closed, those on their way out included. */
export function openTreatments(state: Pick<CustomerState, 'treatments'>): TreatmentRow[] {
  return state.treatments.filter((treatment) => treatment.state !== 'closed');
}

/** Treatments for which something may still be decided. */
export function wantedTreatments(state: Pick<CustomerState, 'treatments'>): TreatmentRow[] {
  return state.treatments.filter(({ state: now }) => now === 'running' || now === 'paused');
}

/** Scores by what they are about. */
export function byDimension(scores: readonly Score[]): Readonly<Partial<Record<Dimension, Score>>> {
  return Object.fromEntries(scores.map((score) => [score.dimension, score]));
}

function attributesOf(customer: CustomerRow): Readonly<Record<string, SignalValue>> {
  return customer.zone === null ? customer.attributes : { ...customer.attributes, zone: customer.zone };
}

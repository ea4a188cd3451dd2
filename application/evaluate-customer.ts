import type { EvaluationResult } from '../domain/evaluation';
import type { FactsSnapshot } from '../domain/facts';
import type { Score } from '../domain/scoring/score';
import type { Crossing } from '../domain/crossing';
import type { Transaction } from '../ports/store/store';
import { actOnEvaluation } from './act-on-evaluation';
import type { Application } from './application';
import { loadCustomerState } from './customer-state';
import { evaluateState, notBefore } from './evaluate-state';
import { lockCustomer } from './lock-customer';
import { storeEvaluation } from './store-evaluation';

/** How to evaluate one customer without a new fact. */
export interface EvaluateOptions {
  /** ISO instant; moved up to the customer's last one if that is later. */
  readonly asOf: string;
  /** Something live happened; without it, it is time alone, which treats nobody for what a backfill began. */
  readonly live?: boolean;
  /** The treatment whose checkpoint this is: what it enters neither starts nor updates it. */
  readonly excludeTreatment?: string;
}

/** What an evaluation found and what it touched. */
export interface CustomerEvaluation {
  /** Its position in the customer's order of acceptance. */
  readonly sequence: number;
  readonly snapshot: FactsSnapshot;
  readonly scores: readonly Score[];
  readonly crossings: readonly Crossing[];
  /** Ids of treatments started, told or ended. */
  readonly treatments: readonly string[];
}

/** Locks a customer, evaluates it, stores what changed and does what follows. */
export async function evaluateCustomer(
  tx: Transaction,
  app: Application,
  customerKey: string,
  options: EvaluateOptions,
): Promise<CustomerEvaluation> {
  const customer = await lockCustomer(tx, customerKey);
  const book = await app.books.active(tx);
  const asOf = notBefore(options.asOf, customer.lastAsOf ?? undefined);
  const state = await loadCustomerState(tx, customer, { book, asOf });
  if (options.live) state.backfilledFrom = undefined;
  const result: EvaluationResult = evaluateState(state, { book, asOf });
  const sequence = state.position;
  const { facts, contexts, scores, crossings } = result;
  const live = await storeEvaluation(tx, app, state, { book, crossings });
  const { excludeTreatment } = options;
  const found = { excludeTreatment, book, state, facts, contexts, asOf, crossings: live, signals: [] };
  const treatments = await actOnEvaluation(tx, app, found);
  return { sequence, snapshot: { sequence, asOf, facts }, scores, crossings, treatments };
}

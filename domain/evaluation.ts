import type { CompiledBook } from './compiled-book';
import type { Crossing } from './crossing';
import type { CustomerFacts } from './facts';
import type { Invoice } from './invoice';
import type { Score } from './scoring/score';
import type { Membership } from './segments/segment';
import type { CustomerSignal, SignalValue } from './signals/signal';
import type { ValueCuts } from './value';
import type { Dimension } from './words';

/** Everything `evaluate` needs to know about one customer. */
export interface EvaluationInput {
  readonly book: CompiledBook;
  readonly customerKey: string;
  /** `name`, `zone`, `plan`, `annualRevenue`, … as recorded for the customer. */
  readonly attributes: Readonly<Record<string, SignalValue>>;
  /** Facts inside the longest window and maximum age of the book, in any order. */
  readonly signals: readonly CustomerSignal[];
  readonly invoices: readonly Invoice[];
  readonly previousScores: Readonly<Partial<Record<Dimension, Score>>>;
  readonly memberships: readonly Membership[];
  /** Treatments now open, for rules that stand aside while one runs. */
  readonly openTreatments: readonly { readonly playbook: string; readonly context?: string }[];
  /** Contexts to see the facts from beside those that facts, memberships and open treatments are about. */
  readonly about?: readonly string[];
  readonly valueCuts: ValueCuts;
  /** ISO instant the evaluation counts from. */
  readonly asOf: string;
  /** Position of this evaluation in the customer's order of acceptance. */
  readonly sequence: number;
}

/** What one evaluation found; the caller stores it whole, in one transaction. */
export interface EvaluationResult extends CustomerFacts {
  readonly scores: readonly Score[];
  /** All memberships that should be stored, replacing the earlier ones. */
  readonly memberships: readonly Membership[];
  readonly crossings: readonly Crossing[];
  /** When time alone may change the answer; absent = never. */
  readonly nextEvaluationAt?: string;
}

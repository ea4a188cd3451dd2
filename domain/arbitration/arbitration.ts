import type { CompiledBook } from '../compiled-book';
import type { Crossing } from '../crossing';
import type { CustomerFacts } from '../facts';
import type { Playbook } from '../playbook';
import type { ArbitratedTreatment, HandOverAsk } from './decision';

/** Everything `arbitrate` needs to know about one customer; the facts are what the decision trees of segments read. */
export interface ArbitrationInput extends CustomerFacts {
  readonly book: CompiledBook;
  readonly customerKey: string;
  /** New crossings, in the order of their evaluation. */
  readonly crossings: readonly Crossing[];
  /** Crossings whose start was deferred and is looked at again. */
  readonly deferred: readonly Crossing[];
  /** Plays that treatments handed over to and whose start was deferred. */
  readonly handOvers?: readonly HandOver[];
  /** All open treatments of the customer, and the closed ones that a cool-down may still remember. */
  readonly treatments: readonly ArbitratedTreatment[];
  readonly asOf: string;
  /** Salt and share of the workspace's holdout. */
  readonly salt: string;
  readonly globalShare: number;
  /** The treatment whose checkpoint made these crossings: its own facts have them, so none starts or updates it; that it left its segment is told to it as to any other. */
  readonly excludeTreatment?: string;
}

/** A play named by a treatment that handed over; the crossing is the one that treatment was started for. */
export interface HandOver {
  readonly crossing: Crossing;
  readonly playbook: string;
  readonly ask: HandOverAsk;
}

/** A play that a crossing asks for. */
export interface Candidate {
  readonly crossing: Crossing;
  readonly playbook: Playbook;
  readonly with: Readonly<Record<string, string | number | boolean>>;
  /** The other branches of the tree, with why they were not taken. */
  readonly rejected: readonly Rejected[];
  readonly segmentPriority: number;
  /** What starting the play is worth for this customer. */
  readonly expectedValue: number;
  readonly handOver?: HandOverAsk;
}

/** An alternative that was not taken. */
export interface Rejected {
  readonly alternative: string;
  readonly why: string;
}

/** The customer's treatments while decisions are made: starts decided in this arbitration count at once. */
export interface Field {
  readonly treatments: readonly ArbitratedTreatment[];
  /** Ids of treatments that are only decided yet. */
  readonly starting: ReadonlySet<string>;
}

/** Whether a treatment still acts; one that is ending only has to close. */
export function isOpen(treatment: ArbitratedTreatment): boolean {
  return treatment.state === 'running' || treatment.state === 'paused';
}

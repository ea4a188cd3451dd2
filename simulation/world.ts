import type { CompiledBook } from '../domain/compiled-book';
import type { Crossing } from '../domain/crossing';
import type { CustomerFacts } from '../domain/facts';
import type { Adjustment } from '../domain/handling/adjustments';
import type { InboxItem, PauseReason, TerminalKind } from '../domain/inbox';
import type { ProjectedInvoice } from '../domain/invoice-projection';
import type { MachineState } from '../domain/machine/state';
import type { DeclinedAttempt } from '../domain/payments/retry-schedule';
import type { Playbook } from '../domain/playbook';
import type { BudgetLimit } from '../domain/policies';
import type { PolicyTest } from '../domain/policy-test';
import type { CompiledProgram } from '../domain/program';
import type { Score } from '../domain/scoring/score';
import type { Membership } from '../domain/segments/segment';
import type { CustomerSignal, SignalValue } from '../domain/signals/signal';
import type { TreatmentInput } from '../domain/treatment';
import type { Arm, Dimension, Outcome } from '../domain/words';
import type { Agenda } from './agenda';
import type { VirtualTopic } from './topic-cases';
import type { Behaviour } from './behaviour';
import type { Seen } from './covered/seen';

/** A decision asked for in virtual time. */
export interface VirtualApproval {
  readonly id: string;
  readonly step: string;
  readonly policy: string;
  readonly draft?: string;
  readonly expiresAt: string;
  readonly approvers: number;
  /** Who has approved. */
  approvedBy: readonly string[];
  /** Set where the decision counts for a cohort. */
  readonly cohort?: { readonly key: string; readonly validForMs: number };
  state: 'open' | 'approved' | 'rejected' | 'expired' | 'withdrawn';
  edited: boolean;
}

/** A decision on a cohort that counts until an instant. */
export interface StandingDecision {
  readonly approve: boolean;
  readonly until: string;
}

/** Work given in virtual time. */
export interface VirtualTask {
  readonly id: string;
  readonly step: string;
  readonly queue: string;
  readonly keepOpen: boolean;
  state: 'open' | 'done' | 'expired' | 'cancelled';
  result: string;
}

/** A reversible block in virtual time. */
export interface VirtualHold {
  readonly what: string;
  readonly until?: string;
  /** It outlives its treatment. */
  readonly keep: boolean;
}

/** One treatment with the machine's state, as store and workflow in one. */
export interface VirtualTreatment {
  readonly id: string;
  readonly playbook: Playbook;
  readonly program: CompiledProgram;
  readonly segment: string;
  readonly arm: Arm;
  readonly input: TreatmentInput;
  machine: MachineState;
  phase: 'running' | 'paused' | 'ending' | 'closed';
  pausedBy: readonly PauseReason[];
  terminal?: { readonly kind: TerminalKind; readonly reason: string; readonly outcome: Outcome };
  inboxSeq: number;
  /** Accepted and not taken in by the machine. */
  pending: InboxItem[];
  readonly approvals: Map<string, VirtualApproval>;
  readonly tasks: Map<string, VirtualTask>;
  /** What it holds, and the banners it shows. */
  holds: readonly VirtualHold[];
  banners: readonly string[];
  /** When it next wakes by itself, and for what. */
  wakes?: { readonly at: string; readonly timer?: string };
  measure?: boolean;
  outcome?: { readonly outcome: Outcome; readonly reason: string; readonly at: string };
}

/** A segment entered. */
export interface Entered {
  readonly at: string;
  readonly segment: string;
  readonly context?: string;
  readonly reasons: readonly string[];
}

/** A fact that a segment watches: a hard one is a task in its queue, a soft one raises stakes until it has aged. */
export interface VirtualEscalation {
  readonly at: string;
  readonly kind: 'hard' | 'soft';
  readonly segment: string;
  readonly signal: string;
  readonly queue: string;
  readonly until: string;
}

/** Facts, of when they are and what has gone into them. */
export interface KnownFacts extends CustomerFacts {
  readonly position: number;
  /** They come from an evaluation, not from a look in between. */
  readonly whole: boolean;
  readonly asOf: string;
}

/** One customer in virtual time: what the store would hold, and what is yet to happen. */
export interface World {
  readonly book: CompiledBook;
  readonly given: PolicyTest['given'];
  readonly people: People;
  /** Absent = what the test does not say does not happen. */
  readonly behaviour?: Behaviour;
  readonly customerKey: string;
  attributes: Readonly<Record<string, SignalValue>>;
  readonly startedAt: string;
  now: string;
  position: number;
  readonly signals: CustomerSignal[];
  invoices: readonly ProjectedInvoice[];
  scores: Readonly<Partial<Record<Dimension, Score>>>;
  memberships: readonly Membership[];
  nextEvaluationAt?: string;
  known?: KnownFacts;
  readonly treatments: VirtualTreatment[];
  deferred: readonly Crossing[];
  readonly entered: Entered[];
  readonly left: Omit<Entered, 'reasons'>[];
  readonly adjusted: (Adjustment & { readonly at: string })[];
  readonly everIn: Set<string>;
  /** Facts that segments of the customer watch, as they came. */
  readonly escalations: VirtualEscalation[];
  readonly agenda: Agenda;
  /** Instants and classes of messages sent, and by which treatment. */
  readonly sent: { readonly at: string; readonly class: string; readonly treatmentId: string }[];
  /** Effects with an amount: an offer in units of the currency, a charge in its minor units. */
  readonly amounts: { readonly kind: 'offer' | 'charge'; readonly amount: number }[];
  readonly suppressions: { readonly channel: string; readonly class: string; readonly reason: string }[];
  /** Decisions on cohorts, by policy and name. */
  readonly cohorts: Map<string, StandingDecision>;
  /** What budgets have given, by name and month. */
  readonly budgets: Map<string, BudgetLimit>;
  readonly attempts: Map<string, DeclinedAttempt[]>;
  /** Topics of which a case was counted, by field and topic. */
  readonly topics: Map<string, VirtualTopic>;
  methodChangedAt?: string;
  declinesUsed: number;
  /** Answers of the test that were given, by their place in it. */
  readonly used: Set<string>;
  /** What is gone through; absent = nobody counts. */
  readonly seen?: Seen;
}

/** What people do when the test names no answer. */
export interface People {
  /** Absent = nobody decides. */
  readonly approveAfterMs?: number;
  /** Absent = nobody does the task. */
  readonly doTasksAfterMs?: number;
}

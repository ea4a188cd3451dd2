import type { FactsSnapshot } from './facts';
import type { InboxItem } from './inbox';
import type { EffectSpec } from './program';
import type { Outcome, Tier } from './words';

/** Bookkeeping that rides inside an activity: what was done, what comes next and until when. */
export interface Progress {
  readonly step: string;
  readonly done: string;
  readonly waitingFor: string;
  readonly until?: string;
  readonly next: string;
  /** Set where another line of control waits for a person: that stays shown whatever becomes of this step. */
  readonly person?: boolean;
}

/** What every activity of a treatment is told. */
export interface StepCommand {
  readonly treatmentId: string;
  readonly customerKey: string;
  readonly step: string;
  /** Iteration path, e.g. '' or 'retries:2' or 'weekly:3/branch:1'; part of the effect key, never a run id. */
  readonly path: string;
  readonly progress: Progress;
}

/** Ask the gate for one effect and, if allowed, perform it. */
export interface EffectCommand extends StepCommand {
  readonly effect: EffectSpec;
  /** ISO instant after which a deferral is refused as too late. */
  readonly notAfter?: string;
  /** For charges: the step makes no further attempt after this one. */
  readonly final?: boolean;
  /** For offers: the amount already computed from the pinned expression. */
  readonly amount?: number;
  /** For records that are cases: their topic, found by the pinned expression. */
  readonly topic?: string;
}

/** What came of an effect; every form carries fresh facts. */
export type EffectResult = { readonly facts: FactsSnapshot } & (
  | { readonly status: 'done'; readonly outcome: string; readonly count: number; readonly amount: number }
  | { readonly status: 'deferred'; readonly until: string; readonly code: string; readonly why: string }
  | { readonly status: 'refused'; readonly code: string; readonly why: string }
  /** The other side said no for good (bounce, provider refusal). */
  | { readonly status: 'failed'; readonly code: string; readonly why: string }
  | { readonly status: 'inDoubt'; readonly why: string }
  /** A charge was declined; `retryAt` absent = no further attempt is allowed. */
  | {
      readonly status: 'declined';
      readonly code: string;
      readonly declineClass: string;
      readonly retryAt?: string;
    }
);

export interface TaskCommand extends StepCommand {
  readonly queue: string;
  readonly title: string;
  readonly details?: string;
  readonly dueAt: string;
  /** It stays open when the treatment comes to its end by itself. */
  readonly keepOpen?: boolean;
}

export interface ApprovalCommand extends StepCommand {
  readonly policy: string;
  readonly title: string;
  /** Template id of the draft the approver may edit. */
  readonly draft?: string;
  readonly remindMs?: number;
  readonly expireMs?: number;
  readonly evidence: readonly string[];
  /** The decision counts for all customers of the cohort, for so long. */
  readonly cohort?: { readonly name: string; readonly validForMs: number };
}

export type OpenedApproval = { readonly facts: FactsSnapshot } & (
  | {
      readonly status: 'open';
      readonly approvalId: string;
      readonly dueAt: string;
      readonly remindAt: string;
      readonly expiresAt: string;
      /** Who may decide. */
      readonly roles?: readonly string[];
      /** How many different people must approve; absent = one. */
      readonly approvers?: number;
      /** Decided for its cohort before: it can be read at once. */
      readonly decided?: true;
    }
  | { readonly status: 'refused'; readonly code: string; readonly why: string }
);

/** A decision as recorded; `open` = nobody has decided. */
export interface ApprovalView {
  readonly approvalId: string;
  readonly state: 'open' | 'approved' | 'rejected' | 'expired' | 'withdrawn';
  readonly by: string;
  readonly edited: boolean;
  readonly facts: FactsSnapshot;
}

export interface TaskView {
  readonly taskId: string;
  readonly state: 'open' | 'done' | 'expired' | 'cancelled';
  readonly by: string;
  readonly result: string;
  readonly facts: FactsSnapshot;
}

/** Ask for another play with the parameters given to it. */
export interface HandOverCommand extends StepCommand {
  readonly playbook: string;
  readonly with: Readonly<Record<string, string | number | boolean>>;
}

export interface CheckpointResult {
  readonly facts: FactsSnapshot;
  /** Crossings at or below it are ignored by the treatment. */
  readonly sequence: number;
  readonly tier: Tier;
  readonly points: number;
  /** Items of the treatment's inbox that are still on their way, so that nothing is begun that a leave, a goal or a stop has made wrong. */
  readonly inbox?: readonly InboxItem[];
}

export interface CompleteCommand {
  readonly treatmentId: string;
  readonly customerKey: string;
  readonly outcome: Outcome;
  readonly reason: string;
  /** Inbox mark: every item above it is re-arbitrated in the outcome's transaction. */
  readonly mark: number;
  readonly details: string;
}

/** The activities a treatment may call; implemented in activities/, called by workflows/. */
export interface TreatmentActivities {
  /** Also sends approved plan text. One activity type per kind makes the Temporal UI readable. */
  sendMessage(command: EffectCommand): Promise<EffectResult>;
  chargeInvoices(command: EffectCommand): Promise<EffectResult>;
  showBanner(command: EffectCommand): Promise<EffectResult>;
  notifyStaff(command: EffectCommand): Promise<EffectResult>;
  makeOffer(command: EffectCommand): Promise<EffectResult>;
  suppressContact(command: EffectCommand): Promise<EffectResult>;
  placeHold(command: EffectCommand): Promise<EffectResult>;
  recordFact(command: EffectCommand): Promise<EffectResult>;
  openTask(
    command: TaskCommand,
  ): Promise<{ readonly taskId: string; readonly dueAt: string; readonly facts: FactsSnapshot }>;
  loadTask(command: StepCommand & { readonly taskId: string }): Promise<TaskView>;
  /** Compare-and-set under the customer's lock; gives the end the task already has, if any. */
  expireTask(command: StepCommand & { readonly taskId: string }): Promise<TaskView>;
  openApproval(command: ApprovalCommand): Promise<OpenedApproval>;
  remindApproval(command: StepCommand & { readonly approvalId: string }): Promise<ApprovalView>;
  loadDecision(command: StepCommand & { readonly approvalId: string }): Promise<ApprovalView>;
  /** Compare-and-set under the customer's lock; gives the decision if there is one. */
  expireApproval(command: StepCommand & { readonly approvalId: string }): Promise<ApprovalView>;
  rescore(command: StepCommand): Promise<CheckpointResult>;
  readFacts(command: StepCommand): Promise<{ readonly facts: FactsSnapshot }>;
  /** Records "waiting for X until T" when no other activity runs before a long wait. */
  recordProgress(command: StepCommand): Promise<void>;
  /** After a grace period: the leave stands (an exit was accepted) or the customer came back. */
  confirmLeave(command: StepCommand): Promise<{ readonly left: boolean; readonly facts: FactsSnapshot }>;
  /** The maximum duration is over: accept the terminal item unless another came first. */
  expireTreatment(
    command: StepCommand & { readonly reason: string },
  ): Promise<{ readonly outcome: Outcome; readonly reason: string }>;
  /** Records the measure's answer for either arm on the day the playbook names. */
  recordMeasure(command: StepCommand & { readonly value: boolean }): Promise<void>;
  /** Requests that another play be arbitrated for this customer. */
  handOver(command: HandOverCommand): Promise<{ readonly facts: FactsSnapshot }>;
  /** A raw signal from the Temporal UI or CLI: trusted → written under the lock and then delivered through the inbox; forged → recorded. */
  acceptUnsigned(
    command: StepCommand & { readonly act: UnsignedAct },
  ): Promise<{ readonly accepted: boolean; readonly why: string; readonly malformed?: true }>;
  /** The outcome's transaction. Idempotent. `outcome` and `reason` are given when a terminal item was accepted before: the first wins. */
  completeTreatment(
    command: CompleteCommand,
  ): Promise<{ readonly late: number; readonly outcome?: Outcome; readonly reason?: string }>;
}

/** What a raw, unsequenced Temporal signal asks for. */
export type UnsignedAct =
  | {
      readonly kind: 'decision';
      readonly approvalId?: string;
      readonly approve: boolean;
      readonly comment?: string;
    }
  | { readonly kind: 'pause' | 'resume' | 'stop'; readonly reason?: string };

import type { EventFacts, FactsSnapshot, StepFacts } from '../facts';
import type { InboxItem, PauseReason, TerminalKind } from '../inbox';
import type { Progress, UnsignedAct } from '../treatment-activities';
import type { Arm, Outcome, Tier } from '../words';
import type { Block } from './block';

/** One pass of one loop. */
export interface Frame {
  /** Index of the `loop` instruction. */
  readonly loop: number;
  readonly pass: number;
}

/** One line of control; a program begins with one, `fork` adds more. */
export interface Thread {
  readonly id: string;
  readonly parent?: string;
  readonly pc: number;
  /** What its iteration path begins with. */
  readonly prefix: string;
  readonly frames: readonly Frame[];
  /** The iteration path, e.g. 'weekly:3/calls:1'; part of every key, never a run id. */
  readonly path: string;
  readonly block?: Block;
  /** Where people were last told this thread waits, as `<step>|<path>`. */
  readonly reported: string;
  /** Only awaits what is in flight; then it is dropped. */
  readonly draining: boolean;
}

/** Work beside the threads, one activity each. */
export type Job = { readonly id: string } & (
  | { readonly kind: 'resume' }
  | { readonly kind: 'measureFacts' }
  | { readonly kind: 'measure'; readonly value: boolean }
  | { readonly kind: 'expire' }
  | { readonly kind: 'confirmLeave' }
  | { readonly kind: 'unsigned'; readonly act: UnsignedAct }
  | { readonly kind: 'progress'; readonly path: string; readonly progress: Progress }
  | { readonly kind: 'taskResult'; readonly taskId: string }
);

/** A task that is open while its thread goes on. */
export interface OpenTask {
  readonly taskId: string;
  readonly step: string;
  readonly path: string;
  readonly of: 'task' | 'plan';
}

/** What ended the program; the first one wins. */
export interface Interruption {
  readonly kind: TerminalKind | 'end' | 'expired' | 'failed';
  readonly outcome: Outcome;
  readonly reason: string;
}

/** One line of what happened, the same from both runtimes. */
export interface StepTrace {
  readonly at: string;
  readonly step: string;
  readonly path: string;
  /** Kind of effect, op, or `control`. */
  readonly kind: string;
  readonly outcome: string;
  readonly reason: string;
}

/** What never changes in a run. */
export interface Identity {
  readonly treatmentId: string;
  readonly customerKey: string;
  /** What the treatment is about where that is less than the customer, `kind:id`. */
  readonly context?: string;
  readonly arm: Arm;
  readonly startedAt: string;
  /** How much faster than the world a demonstration's clock runs; absent = it does not. */
  readonly clockScale?: number;
  readonly breachedAt: string;
  readonly why: string;
  readonly startTier: Tier;
  readonly startPoints: number;
  /** When the maximum duration is over. */
  readonly maximumAt: string;
  /** When the measure is taken, for either arm. */
  readonly measureAt?: string;
}

/** The whole of a running treatment as plain JSON: carried over by continue-as-new, drawn by the console. */
export interface MachineState {
  readonly identity: Identity;
  readonly facts: FactsSnapshot;
  readonly event?: EventFacts;
  readonly steps: Readonly<Record<string, StepFacts>>;
  readonly threads: readonly Thread[];
  readonly jobs: readonly Job[];
  /** Activities and child workflows asked for and not answered. */
  readonly inFlight: readonly { readonly key: string; readonly owner: string }[];
  readonly pausedBy: readonly PauseReason[];
  readonly inbox: { readonly mark: number; readonly held: readonly InboxItem[] };
  /** Ids of decisions and ended tasks that came before anybody waited for them. */
  readonly heard: readonly string[];
  readonly openTasks: readonly OpenTask[];
  /** Sequence of the last checkpoint's evaluation. */
  readonly checkpoint: number;
  readonly graceUntil?: string;
  readonly redirected: boolean;
  readonly measure: 'none' | 'waiting' | 'running' | 'done';
  readonly expiring: boolean;
  /** Raw signals taken so far; capped. */
  readonly unsigned: number;
  readonly jobNumber: number;
  readonly interruption?: Interruption;
  /** Set when the program has ended and nothing is in flight. */
  readonly result?: { readonly outcome: Outcome; readonly reason: string };
  readonly trace: readonly StepTrace[];
}

/** A state being changed inside one call; its parts stay immutable. */
export type Draft = { -readonly [K in keyof MachineState]: MachineState[K] };

import type { Progress } from '../treatment-activities';

/** Asking the gate: `asking` = the activity runs; `deferred` and `ending` wait until `until` and ask again with the same path. */
export interface AskBlock {
  readonly on: 'effect';
  readonly phase: 'asking' | 'deferred' | 'ending';
  /** Numbers the asks of one step, so that each is a request of its own. */
  readonly ask: number;
  readonly until?: string;
  readonly code?: string;
  readonly notAfter?: string;
  readonly amount?: number;
  /** Of a record whose value was computed. */
  readonly text?: string;
  readonly topic?: string;
  readonly progress: Progress;
}

/** Charging: as an effect, and `waiting` between two attempts. */
export interface ChargeBlock {
  readonly on: 'charge';
  readonly phase: 'asking' | 'deferred' | 'ending' | 'waiting';
  readonly ask: number;
  readonly attempt: number;
  readonly until?: string;
  readonly code?: string;
  /** A waking event came while the attempt was in flight. */
  readonly woken: boolean;
  readonly progress: Progress;
}

export interface TaskBlock {
  readonly on: 'task';
  readonly phase: 'opening' | 'waiting' | 'loading' | 'expiring';
  readonly taskId?: string;
  readonly until?: string;
  readonly progress: Progress;
}

export interface ApproveBlock {
  readonly on: 'approve';
  readonly phase: 'opening' | 'ending' | 'waiting' | 'reminding' | 'loading' | 'expiring';
  /** While `ending`: when to ask again. */
  readonly until?: string;
  readonly approvalId?: string;
  readonly remindAt?: string;
  readonly expiresAt?: string;
  /** Who may decide, by the policy of the day it was asked. */
  readonly roles?: readonly string[];
  /** How many different people must approve; absent = one. */
  readonly approvers?: number;
  /** The customers it is decided for, where it is not this one alone. */
  readonly cohort?: string;
  /** The decision came while a reminder was being sent. */
  readonly decided: boolean;
  readonly progress: Progress;
}

/** Opening one task a milestone; `opened` has an empty text for each that is still in flight. */
export interface PlanBlock {
  readonly on: 'plan';
  readonly opened: readonly string[];
  readonly dueAt: readonly string[];
  readonly progress: Progress;
}

/** Everything a thread can be stopped at; plain data, so that a run can continue as new in the middle of it. */
export type Block =
  | AskBlock
  | ChargeBlock
  | TaskBlock
  | ApproveBlock
  | PlanBlock
  | { readonly on: 'wait'; readonly until?: string }
  | { readonly on: 'call'; readonly progress: Progress }
  | { readonly on: 'child' }
  | { readonly on: 'join' }
  /** An `end` that lets the measure of this day be recorded first. */
  | { readonly on: 'measure' };

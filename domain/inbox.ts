import type { FactsSnapshot } from './facts';
import type { SignalValue } from './signals/signal';
import type { Outcome } from './words';

/** Why a treatment is paused; lifting one reason leaves the others. */
export type PauseReason = 'manual' | `preempted:${string}`;

/** Everything addressed to a treatment, numbered under the customer's lock without gaps from 1. */
export type InboxItem = { readonly seq: number; readonly facts?: FactsSnapshot } & (
  | {
      readonly kind: 'crossing';
      readonly crossingId: string;
      readonly sequence: number;
      readonly summary: string;
    }
  /** The customer left the segment that started the treatment; cancel is accepted as `exit`, so only these arrive here. */
  | { readonly kind: 'leave'; readonly mode: 'redirect' | 'grace'; readonly sequence: number }
  | { readonly kind: 'event'; readonly name: string; readonly value: SignalValue; readonly signalId: string }
  | { readonly kind: 'decision'; readonly approvalId: string }
  | { readonly kind: 'taskDone'; readonly taskId: string }
  | { readonly kind: 'pause'; readonly reason: PauseReason }
  | { readonly kind: 'resume'; readonly reason: PauseReason }
  /** Terminal items: accepted under the lock before they are sent. */
  | { readonly kind: 'stop'; readonly reason: string; readonly outcome: Outcome }
  | { readonly kind: 'goal'; readonly reason: string; readonly outcome: Outcome }
  | { readonly kind: 'exit'; readonly reason: string; readonly outcome: Outcome }
  /** Stands for an item that could not be delivered, so that no gap is permanent. */
  | { readonly kind: 'skip' }
);
export type InboxKind = InboxItem['kind'];

/** The kinds that end a treatment. */
export const terminalKinds = ['stop', 'goal', 'exit'] as const;
export type TerminalKind = (typeof terminalKinds)[number];

import type { InboxItem } from '../inbox';
import type { SignalValue } from '../signals/signal';
import type { UnsignedAct } from '../treatment-activities';
import type { ActivityAnswer } from './requests';

/** What a runtime tells the machine. */
export type MachineResult =
  | { readonly kind: 'timer'; readonly key: string }
  | { readonly kind: 'activity'; readonly key: string; readonly answer: ActivityAnswer }
  /** The activity or child ended without an answer: retries exhausted or not retryable. */
  | { readonly kind: 'failed'; readonly key: string; readonly why: string }
  | { readonly kind: 'child'; readonly key: string; readonly outcome: string }
  | { readonly kind: 'inbox'; readonly items: readonly InboxItem[] }
  | { readonly kind: 'unsigned'; readonly act: UnsignedAct };

/** What a blocked step can hear. */
export type News =
  | Extract<MachineResult, { kind: 'timer' | 'activity' | 'failed' | 'child' }>
  | { readonly kind: 'event'; readonly name: string; readonly value: SignalValue }
  | { readonly kind: 'decision'; readonly approvalId: string }
  | { readonly kind: 'taskDone'; readonly taskId: string }
  | { readonly kind: 'resumed' };

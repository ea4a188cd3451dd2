import type { OnLeave } from '../program';
import type { Arm } from '../words';

/** How a customer was put into an arm; recorded before anything is done. */
export interface ArmDraw {
  readonly arm: Arm;
  /** First 53 bits of SHA-256(`salt|playbook|customerKey`) divided by 2^53; absent where the play is never held out. */
  readonly draw?: number;
  readonly share: number;
  readonly salt: string;
  /** The draw that holds a customer out of all plays alike; absent where the play is never held out. */
  readonly global?: { readonly draw: number; readonly share: number };
}

/** A play that a treatment named when it handed its customer over; no segment's tree is asked for it. */
export interface HandOverAsk {
  readonly with: Readonly<Record<string, string | number | boolean>>;
  /** Whether the customer was in the crossing's segment then: who leaves it while the start waits wants it no more. */
  readonly member: boolean;
}

/** What arbitration decided about one crossing (or one deferred start) and one play. */
export type Decision = {
  readonly crossingId: string;
  /** Empty where the segment's tree names no play for this customer. */
  readonly playbook: string;
  readonly context?: string;
  readonly reason: string;
  /** Each alternative with why it was not taken. */
  readonly rejected: readonly { readonly alternative: string; readonly why: string }[];
} & (
  | {
      readonly action: 'start';
      readonly arm: ArmDraw;
      readonly with: Readonly<Record<string, string | number | boolean>>;
      readonly preempts: readonly { readonly treatmentId: string; readonly how: 'pause' | 'cancel' }[];
      readonly handOver?: HandOverAsk;
    }
  | { readonly action: 'update'; readonly treatmentId: string }
  | { readonly action: 'leave'; readonly treatmentId: string }
  /** Behind treatment ids, or playbook ids of starts decided in the same arbitration. */
  | { readonly action: 'defer'; readonly behind: readonly string[]; readonly handOver?: HandOverAsk }
  | { readonly action: 'ignore' }
);

/** A treatment as arbitration sees it. */
export interface ArbitratedTreatment {
  readonly id: string;
  readonly playbook: string;
  readonly context?: string;
  /** `ending` = a terminal item was accepted, the workflow has not closed yet. */
  readonly state: 'running' | 'paused' | 'ending' | 'closed';
  /** The segment whose crossing started it. */
  readonly segment: string;
  readonly arm: Arm;
  readonly closedAt?: string;
  /** Of the pinned program; absent = the active book's. */
  readonly onLeave?: OnLeave['mode'];
}

import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { InboxItem } from '../domain/inbox';
import type { MachineState, StepTrace } from '../domain/machine/state';
import type { UnsignedAct } from '../domain/treatment-activities';

/** Everything the relay has for a treatment, in order; a retry of the call doubles it, the sequence numbers make that harmless. */
export interface InboxMessage {
  readonly items: readonly InboxItem[];
}
/** Sent by the relay alone. */
export const inboxSignal = defineSignal<[InboxMessage]>('inbox');

/** A decision typed into the Temporal UI or CLI; without an id it is for the one open approval. */
export const decisionSignal =
  defineSignal<[Omit<Extract<UnsignedAct, { kind: 'decision' }>, 'kind'>]>('decision');

/** Why somebody pauses, resumes or stops by hand. */
export interface HandMessage {
  readonly reason?: string;
}
/** Sent by hand from the Temporal UI or CLI; recorded, and acted on only where such signals are trusted. */
export const pauseSignal = defineSignal<[HandMessage?]>('pause');
/** As `pauseSignal`. */
export const resumeSignal = defineSignal<[HandMessage?]>('resume');
/** As `pauseSignal`. */
export const stopSignal = defineSignal<[HandMessage?]>('stop');

/** Where a treatment is, for its own page. */
export interface TreatmentProgress {
  readonly details: string;
  readonly waits: readonly { readonly step: string; readonly for: string; readonly until?: string }[];
  readonly pausedBy: readonly string[];
  readonly inboxMark: number;
  readonly outcome?: string;
  readonly trace: readonly StepTrace[];
  readonly state: MachineState;
}
/** Answers from memory; works on a closed treatment too while its history is kept. */
export const getProgressQuery = defineQuery<TreatmentProgress>('getProgress');

import { defineSignal } from '@temporalio/workflow';

/** What the hand-written treatment is given. */
export interface PlanInput {
  readonly treatmentId: string;
  readonly customerKey: string;
  readonly why: string;
}

/** Somebody decided: the row has been written before. */
export const planDecidedSignal = defineSignal<[string]>('planDecided');

import type { InboxItem } from '../../domain/inbox';
import type { TreatmentInput } from '../../domain/treatment';

/** What the relay found when it asked about a treatment's workflow. */
export type WorkflowState = 'running' | 'closed' | 'absent';

/** The durable runtime as the relay and the janitor use it. */
export interface TreatmentRuntime {
  /** Starts the workflow; starting one that exists already is the same success. */
  start(input: TreatmentInput): Promise<void>;
  /** Delivers inbox items in order; `notFound` when no open workflow has this id. */
  deliver(treatmentId: string, items: readonly InboxItem[]): Promise<'delivered' | 'notFound'>;
  state(treatmentId: string): Promise<WorkflowState>;
  /** The failure of a workflow task that has been tried again and again; undefined for a healthy workflow. */
  stuckBecause(treatmentId: string): Promise<string | undefined>;
}

/** A request the server will never accept as it is (bad search attribute, payload too large). */
export class RuntimeRefusal extends Error {
  constructor(treatmentId: string, cause: Error) {
    super(`Temporal refuses ${treatmentId}: ${cause.message}`, { cause });
    this.name = 'RuntimeRefusal';
  }
}

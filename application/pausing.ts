import type { PauseReason } from '../domain/inbox';
import type { Transaction } from '../ports/store/store';
import { setPausedBy, type TreatmentRow, type TreatmentState } from '../ports/store/tables/treatments';
import type { Application } from './application';
import { addInboxItem } from './inbox';
import { appendLedger } from './ledger/append';
import { nextPosition } from './lock-customer';

/** Who pauses or resumes, and why; for the ledger. */
export interface PauseCause {
  readonly reason: PauseReason;
  readonly why: string;
  readonly by?: string;
}

type Pausable = Pick<TreatmentRow, 'id' | 'customerKey' | 'pausedBy' | 'state'>;

/** Adds a reason to a treatment's pause; a reason it has already changes nothing. The customer must be locked. */
export async function addPause(
  tx: Transaction,
  app: Pick<Application, 'clock' | 'randomBytes'>,
  treatment: Pausable,
  cause: PauseCause,
): Promise<TreatmentState> {
  if (treatment.pausedBy.includes(cause.reason)) return treatment.state;
  return change(tx, app, treatment, {
    ...cause,
    kind: 'pause',
    pausedBy: [...treatment.pausedBy, cause.reason],
  });
}

/** Lifts one reason and leaves the others. The customer must be locked. */
export async function liftPause(
  tx: Transaction,
  app: Pick<Application, 'clock' | 'randomBytes'>,
  treatment: Pausable,
  cause: PauseCause,
): Promise<TreatmentState> {
  if (!treatment.pausedBy.includes(cause.reason)) return treatment.state;
  const pausedBy = treatment.pausedBy.filter((reason) => reason !== cause.reason);
  return change(tx, app, treatment, { ...cause, kind: 'resume', pausedBy });
}

async function change(
  tx: Transaction,
  app: Pick<Application, 'clock' | 'randomBytes'>,
  treatment: Pausable,
  to: PauseCause & { readonly kind: 'pause' | 'resume'; readonly pausedBy: readonly string[] },
): Promise<TreatmentState> {
  const state = await setPausedBy(tx, treatment.id, to.pausedBy);
  if (state === undefined) return treatment.state; // On its way out: there is nothing left to pause.
  await nextPosition(tx, treatment.customerKey);
  const { kind, reason, why, by } = to;
  await appendLedger(tx, app, treatment.customerKey, {
    kind: 'control',
    content: { control: kind, treatmentId: treatment.id, reason, why, ...(by !== undefined && { by }) },
  });
  await addInboxItem(tx, app, treatment.id, { kind, reason });
  return state;
}

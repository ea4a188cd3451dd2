import type { InboxItem } from '../domain/inbox';
import type { Outcome } from '../domain/words';
import type { Transaction } from '../ports/store/store';
import { clearBannersOf } from '../ports/store/tables/banners';
import { readCrossings } from '../ports/store/tables/crossings';
import { openDeferrals } from '../ports/store/tables/decisions';
import { releaseHoldsOf } from '../ports/store/tables/holds';
import { takeLateItems } from '../ports/store/tables/inbox-items';
import { closeOutbox } from '../ports/store/tables/outbox';
import {
  cancelTasks,
  dropDeferred,
  releaseReserved,
  withdrawApprovals,
} from '../ports/store/tables/treatment-ending';
import {
  pausedByReason,
  readTreatment,
  setClosed,
  type TreatmentRow,
} from '../ports/store/tables/treatments';
import type { Application } from './application';
import { arbitrateDeferred } from './arbitrate-deferred';
import { loadCustomerState } from './customer-state';
import { endTreatments } from './end-treatments';
import { notBefore } from './evaluate-state';
import { factsOf } from './facts';
import { appendLedger } from './ledger/append';
import { type CustomerRow, lockCustomer, nextPosition } from './lock-customer';
import { liftPause } from './pausing';

/** How a treatment ended, as its workflow (or whoever found it gone) says. */
export interface TreatmentEnd {
  readonly treatmentId: string;
  readonly outcome: Outcome;
  readonly reason: string;
  /** Last inbox item the workflow took in: every item above it is arbitrated again here. */
  readonly mark: number;
  readonly details: string;
}

/** What was recorded; an accepted stop, goal or exit counts before what the workflow says. */
export interface ClosedTreatment {
  /** Items that came too late for the workflow. */
  readonly late: number;
  readonly outcome: string;
  readonly reason: string;
}

/**
 * Records the outcome of a treatment and, in the same transaction, resumes what it had pre-empted and arbitrates
 * again what was deferred or came too late. Doing it again changes nothing.
 */
export async function closeTreatment(
  tx: Transaction,
  app: Application,
  end: TreatmentEnd,
): Promise<ClosedTreatment> {
  const known = await readTreatment(tx, end.treatmentId);
  if (!known) throw new Error(`there is no treatment ${end.treatmentId} to close`);
  const customer = await lockCustomer(tx, known.customerKey);
  const treatment = (await readTreatment(tx, end.treatmentId)) ?? known;
  const outcome = treatment.terminalOutcome ?? end.outcome;
  const reason = treatment.terminalReason ?? end.reason;
  const at = app.clock.now();
  if (!(await setClosed(tx, treatment.id, { outcome, reason, details: end.details, at }))) {
    return { late: 0, outcome: treatment.outcome ?? outcome, reason: treatment.outcomeReason ?? reason };
  }
  await nextPosition(tx, customer.key);
  const withdrawn = await withdrawApprovals(tx, treatment.id, at);
  // The automation is over: nobody would hear of the result, unless the task is worth doing for itself.
  const cancelled = await cancelTasks(tx, treatment.id, { at, why: reason, spareKept: true });
  const released = [
    ...(await releaseReserved(tx, treatment.id, at)),
    ...(await dropDeferred(tx, treatment.id, at)),
  ];
  // Whatever step it ended at, no other could do it: banners and reversible holds go with their treatment.
  const banners = await clearBannersOf(tx, treatment.id, at);
  const holds = await releaseHoldsOf(tx, treatment.id, { at, why: reason });
  const late = await takeLateItems(tx, treatment.id, end.mark);
  await closeOutbox(tx, customer.key, treatment.id, at);
  await appendLedger(tx, app, customer.key, {
    kind: 'outcome',
    content: {
      treatmentId: treatment.id,
      playbook: treatment.playbook,
      arm: treatment.arm,
      outcome,
      reason,
      withdrawnApprovals: withdrawn,
      cancelledTasks: cancelled,
      releasedEffects: released,
      ...(banners.length > 0 && { clearedBanners: banners }),
      ...(holds.length > 0 && { releasedHolds: holds }),
      late: late.map(({ seq, kind }) => ({ seq, kind })),
    },
  });
  await lookAgain(tx, app, { customer, treatment, late });
  return { late: late.length, outcome, reason };
}

interface Closed {
  readonly customer: CustomerRow;
  readonly treatment: TreatmentRow;
  readonly late: readonly InboxItem[];
}

async function lookAgain(tx: Transaction, app: Application, closed: Closed): Promise<void> {
  const { customer, treatment } = closed;
  const lateCrossings = closed.late.flatMap((item) => (item.kind === 'crossing' ? [item.crossingId] : []));
  const late = await readCrossings(tx, lateCrossings);
  const paused = await pausedByReason(tx, customer.key, `preempted:${treatment.id}`);
  if ((await openDeferrals(tx, customer.key)).length + late.length + paused.length === 0) return;
  const book = await app.books.active(tx);
  const asOf = notBefore(app.clock.now(), customer.lastAsOf ?? undefined);
  const why = `${treatment.playbook} has ended`;
  for (const other of paused) {
    await liftPause(tx, app, other, { reason: `preempted:${treatment.id}`, why });
  }
  const now = await loadCustomerState(tx, await lockCustomer(tx, customer.key), { book, asOf });
  await endTreatments(tx, app, resumed(now.treatments, paused), factsOf(now, { book, asOf }));
  await arbitrateDeferred(tx, app, { customerKey: customer.key, book, asOf, late });
}

function resumed(now: readonly TreatmentRow[], paused: readonly TreatmentRow[]): TreatmentRow[] {
  const ids = new Set(paused.map(({ id }) => id));
  return now.filter(({ id, state }) => ids.has(id) && state === 'running');
}

import type { Transaction } from '../store';

/** A treatment whose workflow must be there, since its start was delivered long enough ago. */
export interface JudgeableTreatment {
  readonly id: string;
  readonly customerKey: string;
  readonly state: 'running' | 'paused' | 'ending';
  readonly startDeliveredAt: string;
}

/** Open treatments whose start was delivered before an instant, in id order after the cursor. */
export async function listJudgeable(
  tx: Transaction,
  page: { readonly deliveredBefore: string; readonly after: string; readonly limit: number },
): Promise<JudgeableTreatment[]> {
  return tx.query(
    `SELECT id, customer_key AS "customerKey", state, start_delivered_at AS "startDeliveredAt"
     FROM treatments WHERE state <> 'closed' AND start_delivered_at < $1 AND id > $2 ORDER BY id LIMIT $3`,
    [page.deliveredBefore, page.after, page.limit],
  );
}

/** An effect whose end nobody has recorded for too long. */
export interface StuckEffect {
  readonly requestKey: string;
  readonly businessKey: string;
  readonly customerKey: string;
  readonly treatmentId: string;
  readonly kind: string;
  readonly state: 'attempting' | 'inDoubt';
  readonly attemptingAt: string;
}

/** Effects that have been attempted or in doubt since before an instant, the oldest first. */
export async function listStuckEffects(
  tx: Transaction,
  page: { readonly attemptingBefore: string; readonly limit: number },
): Promise<StuckEffect[]> {
  return tx.query(
    `SELECT request_key AS "requestKey", business_key AS "businessKey", customer_key AS "customerKey",
            treatment_id AS "treatmentId", kind, state, attempting_at AS "attemptingAt"
     FROM effects WHERE state IN ('attempting', 'inDoubt') AND attempting_at < $1
     ORDER BY attempting_at LIMIT $2`,
    [page.attemptingBefore, page.limit],
  );
}

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

import type { Transaction } from '../store';

/** An effect that a stop came too late to recall. */
export interface InFlightEffect {
  readonly requestKey: string;
  readonly kind: string;
  readonly state: 'attempting' | 'inDoubt';
}

/** Takes open questions back from people: nobody waits for the answer any more. */
export async function withdrawApprovals(tx: Transaction, treatmentId: string, at: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `UPDATE approvals SET state = 'withdrawn', decided_at = $2
     WHERE treatment_id = $1 AND state = 'open' RETURNING id`,
    [treatmentId, at],
  );
  return rows.map((row) => row.id);
}

/** Cancels open work of people; `spareKept` leaves what was given to stay open. */
export async function cancelTasks(
  tx: Transaction,
  treatmentId: string,
  end: { readonly at: string; readonly why: string; readonly spareKept: boolean },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `UPDATE tasks SET state = 'cancelled', closed_at = $2, closed_by = 'tideline', result = $3
     WHERE treatment_id = $1 AND state = 'open' AND NOT (keep_open AND $4) RETURNING id`,
    [treatmentId, end.at, end.why, end.spareKept],
  );
  return rows.map((row) => row.id);
}

/** Gives back what was reserved and not yet attempted. */
export async function releaseReserved(tx: Transaction, treatmentId: string, at: string): Promise<string[]> {
  const rows = await tx.query<{ requestKey: string }>(
    `UPDATE effects SET state = 'released', settled_at = $2, updated_at = $2
     WHERE treatment_id = $1 AND state = 'reserved' RETURNING request_key AS "requestKey"`,
    [treatmentId, at],
  );
  return rows.map((row) => row.requestKey);
}

/** Gives back what was put off: its treatment will not ask again. */
export async function dropDeferred(tx: Transaction, treatmentId: string, at: string): Promise<string[]> {
  const rows = await tx.query<{ requestKey: string }>(
    `UPDATE effects SET state = 'released', settled_at = $2, updated_at = $2
     WHERE treatment_id = $1 AND state = 'deferred' RETURNING request_key AS "requestKey"`,
    [treatmentId, at],
  );
  return rows.map((row) => row.requestKey);
}

/** Effects whose transport may be under way or whose end is unknown. */
export async function effectsInFlight(tx: Transaction, treatmentId: string): Promise<InFlightEffect[]> {
  return tx.query<InFlightEffect>(
    `SELECT request_key AS "requestKey", kind, state FROM effects
     WHERE treatment_id = $1 AND state IN ('attempting', 'inDoubt') ORDER BY request_key`,
    [treatmentId],
  );
}

import type { Transaction } from '../store';

/** Treatments that ended before the day of their measure, which has come; the longest waiting first. */
export async function dueMeasures(tx: Transaction, now: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT id FROM treatments
     WHERE state = 'closed' AND measured_at IS NULL AND measure_due_at <= $1 ORDER BY measure_due_at, id LIMIT $2`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

/** Records the measure's answer; the first one stays. */
export async function setMeasure(
  tx: Transaction,
  treatmentId: string,
  value: boolean,
  at: string,
): Promise<void> {
  await tx.query(
    'UPDATE treatments SET measure = $2, measured_at = $3 WHERE id = $1 AND measured_at IS NULL',
    [treatmentId, value, at],
  );
}

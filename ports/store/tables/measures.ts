import type { Transaction } from '../store';

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

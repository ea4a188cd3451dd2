import type { Transaction } from '../store';

/** Asks the relay to start the workflow of a treatment. */
export async function insertStart(
  tx: Transaction,
  row: { customerKey: string; treatmentId: string; at: string },
): Promise<void> {
  await tx.query(
    "INSERT INTO outbox (customer_key, treatment_id, kind, created_at) VALUES ($1, $2, 'start', $3)",
    [row.customerKey, row.treatmentId, row.at],
  );
}

/** Nothing of a closed treatment needs delivering any more. */
export async function closeOutbox(
  tx: Transaction,
  customerKey: string,
  treatmentId: string,
  at: string,
): Promise<void> {
  await tx.query(
    `UPDATE outbox SET delivered_at = $3
     WHERE customer_key = $1 AND treatment_id = $2 AND delivered_at IS NULL AND dead_at IS NULL`,
    [customerKey, treatmentId, at],
  );
}

import type { Transaction } from '../store';

/** A value a treatment wrote about its customer: a reason, a CRM field. */
export interface RecordRow {
  readonly requestKey: string;
  readonly customerKey: string;
  readonly treatmentId: string;
  readonly field: string;
  readonly value: string;
  readonly at: string;
}

/** Writes a record once per request. */
export async function insertRecord(tx: Transaction, row: RecordRow): Promise<void> {
  await tx.query(
    `INSERT INTO records (request_key, customer_key, treatment_id, field, value, at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (request_key) DO NOTHING`,
    [row.requestKey, row.customerKey, row.treatmentId, row.field, row.value, row.at],
  );
}

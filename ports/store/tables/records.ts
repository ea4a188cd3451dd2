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

/** How often one value of a field was recorded. */
export interface RecordCount {
  readonly value: string;
  readonly customers: number;
  readonly treatments: number;
  /** What these customers were worth together at their last evaluation, in major units. */
  readonly worth: number;
}

/** Counts the values of a field recorded from one instant until before another; the most frequent first. */
export async function countRecords(
  tx: Transaction,
  question: {
    readonly field: string;
    readonly from?: string;
    readonly until?: string;
    readonly playbook?: string;
  },
): Promise<RecordCount[]> {
  return tx.query<RecordCount>(
    `SELECT value, count(*)::int AS customers, sum(treatments)::int AS treatments, coalesce(sum(worth), 0) AS worth
     FROM (
       SELECT lower(trim(r.value)) AS value, r.customer_key, count(DISTINCT r.treatment_id) AS treatments,
         max(c.value_amount) AS worth
       FROM records r JOIN treatments t ON t.id = r.treatment_id JOIN customers c ON c.key = r.customer_key
       WHERE r.field = $1 AND ($2::timestamptz IS NULL OR r.at >= $2) AND ($3::timestamptz IS NULL OR r.at < $3)
         AND ($4::text IS NULL OR t.playbook = $4)
       GROUP BY 1, 2) one
     GROUP BY value ORDER BY customers DESC, value`,
    [question.field, question.from ?? null, question.until ?? null, question.playbook ?? null],
  );
}

/** Writes a record once per request. */
export async function insertRecord(tx: Transaction, row: RecordRow): Promise<void> {
  await tx.query(
    `INSERT INTO records (request_key, customer_key, treatment_id, field, value, at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (request_key) DO NOTHING`,
    [row.requestKey, row.customerKey, row.treatmentId, row.field, row.value, row.at],
  );
}

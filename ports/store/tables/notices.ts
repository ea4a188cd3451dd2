import type { Transaction } from '../store';

/** A word to the staff of one queue; the request key keeps it from being said twice. */
export interface Notice {
  readonly queue: string;
  readonly text: string;
  readonly treatmentId: string | null;
  readonly requestKey: string;
  readonly at: string;
}

/** Posts a notice once. */
export async function insertNotice(tx: Transaction, notice: Notice): Promise<void> {
  await tx.query(
    `INSERT INTO notices (queue, text, treatment_id, request_key, at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (request_key) DO NOTHING`,
    [notice.queue, notice.text, notice.treatmentId, notice.requestKey, notice.at],
  );
}

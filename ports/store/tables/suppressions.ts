import type { Transaction } from '../store';

/** A no to one channel (or 'all') and one class of message (or 'all'). */
export interface SuppressionRow {
  readonly customerKey: string;
  readonly channel: string;
  readonly class: string;
  readonly reason: string;
  readonly at: string;
}

/** Suppresses contact; the first reason stays. */
export async function insertSuppression(tx: Transaction, row: SuppressionRow): Promise<void> {
  await tx.query(
    `INSERT INTO suppressions (customer_key, channel, class, reason, at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (customer_key, channel, class) DO NOTHING`,
    [row.customerKey, row.channel, row.class, row.reason, row.at],
  );
}

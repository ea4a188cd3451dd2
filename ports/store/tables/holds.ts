import type { Transaction } from '../store';

/** A reversible block of one thing, placed by one treatment. */
export interface HoldKey {
  readonly customerKey: string;
  readonly what: string;
  readonly treatmentId: string;
}

/** Places a hold until it is released. */
export async function placeHold(tx: Transaction, key: HoldKey, at: string): Promise<void> {
  await tx.query(
    `INSERT INTO holds (customer_key, what, treatment_id, placed_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (customer_key, what, treatment_id) DO UPDATE SET placed_at = excluded.placed_at, released_at = NULL`,
    [key.customerKey, key.what, key.treatmentId, at],
  );
}

/** Releases a hold of a treatment. */
export async function releaseHold(tx: Transaction, key: HoldKey, at: string): Promise<void> {
  await tx.query(
    `UPDATE holds SET released_at = $4
     WHERE customer_key = $1 AND what = $2 AND treatment_id = $3 AND released_at IS NULL`,
    [key.customerKey, key.what, key.treatmentId, at],
  );
}

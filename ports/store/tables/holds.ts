import type { Transaction } from '../store';

/** A reversible block of one thing, placed by one treatment. */
export interface HoldKey {
  readonly customerKey: string;
  readonly what: string;
  readonly treatmentId: string;
}

/** How long a hold lasts. */
export interface HoldTerm {
  readonly at: string;
  /** Absent = until it is released. */
  readonly expiresAt?: string;
  /** It outlives its treatment. */
  readonly keep: boolean;
}

/** Why and when a hold ends. */
export interface HoldEnd {
  readonly at: string;
  readonly why: string;
}

/** Places a hold until it is released or its time is over. */
export async function placeHold(tx: Transaction, key: HoldKey, term: HoldTerm): Promise<void> {
  await tx.query(
    `INSERT INTO holds (customer_key, what, treatment_id, placed_at, expires_at, keep) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (customer_key, what, treatment_id) DO UPDATE SET placed_at = excluded.placed_at,
       expires_at = excluded.expires_at, keep = excluded.keep, released_at = NULL, released_why = NULL`,
    [key.customerKey, key.what, key.treatmentId, term.at, term.expiresAt ?? null, term.keep],
  );
}

/** Releases a hold of a treatment. */
export async function releaseHold(tx: Transaction, key: HoldKey, end: HoldEnd): Promise<void> {
  await tx.query(
    `UPDATE holds SET released_at = $4, released_why = $5
     WHERE customer_key = $1 AND what = $2 AND treatment_id = $3 AND released_at IS NULL`,
    [key.customerKey, key.what, key.treatmentId, end.at, end.why],
  );
}

/** Releases one thing of a customer, whatever treatment holds it; says which did. */
export async function releaseHoldsOn(
  tx: Transaction,
  { customerKey, what }: Pick<HoldKey, 'customerKey' | 'what'>,
  end: HoldEnd,
): Promise<string[]> {
  const rows = await tx.query<{ treatmentId: string }>(
    `UPDATE holds SET released_at = $3, released_why = $4
     WHERE customer_key = $1 AND what = $2 AND released_at IS NULL AND (expires_at IS NULL OR expires_at > $3)
     RETURNING treatment_id AS "treatmentId"`,
    [customerKey, what, end.at, end.why],
  );
  return rows.map(({ treatmentId }) => treatmentId).sort();
}

/** Releases what a treatment still holds, but for what outlives it; says what. */
export async function releaseHoldsOf(tx: Transaction, treatmentId: string, end: HoldEnd): Promise<string[]> {
  const rows = await tx.query<{ what: string }>(
    `UPDATE holds SET released_at = $2, released_why = $3
     WHERE treatment_id = $1 AND released_at IS NULL AND NOT keep RETURNING what`,
    [treatmentId, end.at, end.why],
  );
  return rows.map(({ what }) => what).sort();
}

/** Releases the holds of a customer whose time is over; says which. */
export async function releaseDueHolds(
  tx: Transaction,
  customerKey: string,
  end: HoldEnd,
): Promise<HoldKey[]> {
  return tx.query<HoldKey>(
    `UPDATE holds SET released_at = expires_at, released_why = $3
     WHERE customer_key = $1 AND released_at IS NULL AND expires_at <= $2
     RETURNING customer_key AS "customerKey", what, treatment_id AS "treatmentId"`,
    [customerKey, end.at, end.why],
  );
}

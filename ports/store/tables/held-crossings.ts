import type { Transaction } from '../store';

/** Keeps crossings back until a person decides about the storm. */
export async function holdCrossings(
  tx: Transaction,
  customerKey: string,
  crossingIds: readonly string[],
  at: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO held_crossings (crossing_id, customer_key, held_at)
     SELECT id, $1, $3 FROM unnest($2::text[]) AS id
     ON CONFLICT (crossing_id) DO UPDATE SET settled_at = NULL, disposition = NULL`,
    [customerKey, crossingIds, at],
  );
}

/** How many crossings are held. */
export async function countHeld(tx: Transaction): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    'SELECT count(*) AS n FROM held_crossings WHERE settled_at IS NULL',
  );
  return row?.n ?? 0;
}

/** Customers with held crossings, in key order after the given one. */
export async function customersWithHeld(tx: Transaction, after: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ key: string }>(
    `SELECT DISTINCT customer_key AS key FROM held_crossings
     WHERE settled_at IS NULL AND customer_key > $1 ORDER BY customer_key LIMIT $2`,
    [after, limit],
  );
  return rows.map((row) => row.key);
}

/** Settles the held crossings of a customer and gives their ids. */
export async function settleHeld(
  tx: Transaction,
  customerKey: string,
  settled: { disposition: 'released' | 'dropped'; at: string },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `UPDATE held_crossings SET settled_at = $2, disposition = $3
     WHERE customer_key = $1 AND settled_at IS NULL RETURNING crossing_id AS id`,
    [customerKey, settled.at, settled.disposition],
  );
  return rows.map((row) => row.id);
}

/** Drops all held crossings; gives how many. */
export async function dropHeld(tx: Transaction, at: string): Promise<number> {
  const rows = await tx.query(
    "UPDATE held_crossings SET settled_at = $1, disposition = 'dropped' WHERE settled_at IS NULL RETURNING crossing_id",
    [at],
  );
  return rows.length;
}

import type { Transaction } from '../store';

/** Customers with undelivered work that no other relay holds; each is leased to `owner` until `until`. Wall-clock instants. */
export async function claimCustomers(
  tx: Transaction,
  claim: { owner: string; now: string; until: string; limit: number },
): Promise<string[]> {
  const rows = await tx.query<{ customer_key: string }>(
    `WITH due AS (
       SELECT customer_key, min(id) AS first FROM outbox
       WHERE delivered_at IS NULL AND dead_at IS NULL AND (not_before IS NULL OR not_before <= $2)
         AND NOT EXISTS (SELECT 1 FROM relay_leases l WHERE l.customer_key = outbox.customer_key AND l.until > $2)
       GROUP BY customer_key ORDER BY first LIMIT $4
     )
     INSERT INTO relay_leases (customer_key, owner, until)
     SELECT customer_key, $1, $3 FROM due ORDER BY customer_key
     ON CONFLICT (customer_key) DO UPDATE SET owner = excluded.owner, until = excluded.until
       WHERE relay_leases.until <= $2
     RETURNING customer_key`,
    [claim.owner, claim.now, claim.until, claim.limit],
  );
  return rows.map((row) => row.customer_key);
}

/** Gives customers back; only those `owner` still holds. */
export async function releaseCustomers(
  tx: Transaction,
  owner: string,
  customerKeys: readonly string[],
): Promise<void> {
  await tx.query('DELETE FROM relay_leases WHERE owner = $1 AND customer_key = ANY($2::text[])', [
    owner,
    customerKeys,
  ]);
}

import type { Transaction } from '../store';

/** Whether a customer is in a segment about one thing; null = about the customer as a whole. */
export async function isMember(
  tx: Transaction,
  customerKey: string,
  of: { readonly segment: string; readonly context: string | null },
): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM memberships WHERE customer_key = $1 AND segment = $2 AND context = coalesce($3, '')
       AND membership->>'state' <> 'entering'`,
    [customerKey, of.segment, of.context],
  );
  return rows.length > 0;
}

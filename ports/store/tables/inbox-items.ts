import type { InboxItem } from '../../../domain/inbox';
import type { Transaction } from '../store';

/**
 * Numbers an item, stores it and makes sure an outbox row will carry it, in one statement.
 * The customer must be locked. Undefined when the treatment is closed.
 */
export async function insertInboxItem(
  tx: Transaction,
  treatmentId: string,
  item: Omit<InboxItem, 'seq'>,
  at: string,
): Promise<number | undefined> {
  const [row] = await tx.query<{ seq: number }>(
    `WITH treatment AS (
       UPDATE treatments SET inbox_seq = inbox_seq + 1 WHERE id = $1 AND state <> 'closed'
       RETURNING customer_key, inbox_seq),
     item AS (
       INSERT INTO inbox_items (treatment_id, seq, kind, item, created_at)
       SELECT $1, inbox_seq, $2, $3::jsonb || jsonb_build_object('seq', inbox_seq), $4 FROM treatment),
     work AS (
       INSERT INTO outbox (customer_key, treatment_id, kind, created_at)
       SELECT customer_key, $1, 'inbox', $4 FROM treatment
       WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE customer_key = treatment.customer_key
         AND treatment_id = $1 AND kind = 'inbox' AND delivered_at IS NULL AND dead_at IS NULL))
     SELECT inbox_seq AS seq FROM treatment`,
    [treatmentId, item.kind, JSON.stringify(item), at],
  );
  return row?.seq;
}

/** Marks the items above the workflow's mark as too late and gives them in order. */
export async function takeLateItems(
  tx: Transaction,
  treatmentId: string,
  mark: number,
): Promise<InboxItem[]> {
  const rows = await tx.query<{ item: InboxItem }>(
    `UPDATE inbox_items SET disposition = 'late'
     WHERE treatment_id = $1 AND seq > $2 AND disposition = 'open' RETURNING item`,
    [treatmentId, mark],
  );
  return rows.map((row) => row.item).sort((a, b) => a.seq - b.seq);
}

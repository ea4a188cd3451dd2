import type { InboxItem } from '../../../domain/inbox';
import type { Transaction } from '../store';
import { lockCustomerRow } from './customers';

/** One undelivered outbox row with what the relay must know of its treatment. */
export interface OutboxWork {
  readonly id: number;
  readonly customerKey: string;
  readonly treatmentId: string;
  readonly kind: 'start' | 'inbox';
  readonly attempts: number;
  readonly treatmentState: string;
  readonly startDelivered: boolean;
}

interface OutboxRow {
  id: number;
  customer_key: string;
  treatment_id: string;
  kind: 'start' | 'inbox';
  attempts: number;
  state: string;
  started: boolean;
}

/** Undelivered rows of these customers that are due, in the order they were written. */
export async function openOutbox(
  tx: Transaction,
  customerKeys: readonly string[],
  now: string,
): Promise<OutboxWork[]> {
  const rows = await tx.query<OutboxRow>(
    `SELECT o.id, o.customer_key, o.treatment_id, o.kind, o.attempts, t.state,
            t.start_delivered_at IS NOT NULL AS started
     FROM outbox o JOIN treatments t ON t.id = o.treatment_id
     WHERE o.delivered_at IS NULL AND o.dead_at IS NULL AND (o.not_before IS NULL OR o.not_before <= $2)
       AND o.customer_key = ANY($1::text[])
     ORDER BY o.customer_key, o.id`,
    [customerKeys, now],
  );
  return rows.map((row) => ({
    id: row.id,
    customerKey: row.customer_key,
    treatmentId: row.treatment_id,
    kind: row.kind,
    attempts: row.attempts,
    treatmentState: row.state,
    startDelivered: row.started,
  }));
}

/** Undelivered inbox items of a treatment, in sequence. */
export async function undeliveredItems(
  tx: Transaction,
  treatmentId: string,
  limit: number,
): Promise<InboxItem[]> {
  const rows = await tx.query<{ item: InboxItem }>(
    `SELECT item FROM inbox_items
     WHERE treatment_id = $1 AND delivered_at IS NULL AND disposition = 'open' ORDER BY seq LIMIT $2`,
    [treatmentId, limit],
  );
  return rows.map((row) => row.item);
}

/** The workflow exists on the server. */
export async function markStarted(
  tx: Transaction,
  treatmentId: string,
  outboxId: number,
  at: string,
): Promise<void> {
  await tx.query(
    `WITH started AS (
       UPDATE treatments SET start_delivered_at = coalesce(start_delivered_at, $2) WHERE id = $1)
     UPDATE outbox SET delivered_at = $2 WHERE id = $3`,
    [treatmentId, at, outboxId],
  );
}

/**
 * The server has the items up to `seq`. Under the customer's lock, so that an item written meanwhile,
 * which counts on the open outbox row, is seen and keeps that row open.
 */
export async function markItemsDelivered(
  tx: Transaction,
  delivery: {
    customerKey: string;
    treatmentId: string;
    seq: number;
    outboxIds: readonly number[];
    at: string;
  },
): Promise<void> {
  await lockCustomerRow(tx, delivery.customerKey);
  // A statement of its own after the lock: it sees what was written before the lock was given.
  await tx.query(
    `WITH delivered AS (
       UPDATE inbox_items SET delivered_at = $3 WHERE treatment_id = $1 AND seq <= $2 AND delivered_at IS NULL),
     mark AS (
       UPDATE treatments SET inbox_delivered = greatest(inbox_delivered, $2) WHERE id = $1)
     UPDATE outbox SET delivered_at = $3
     WHERE id = ANY($4::bigint[]) AND NOT EXISTS (
       SELECT 1 FROM inbox_items
       WHERE treatment_id = $1 AND seq > $2 AND delivered_at IS NULL AND disposition = 'open')`,
    [delivery.treatmentId, delivery.seq, delivery.at, delivery.outboxIds],
  );
}

/** Nothing more is to be done for these rows. */
export async function markRowsDelivered(tx: Transaction, ids: readonly number[], at: string): Promise<void> {
  await tx.query('UPDATE outbox SET delivered_at = $2 WHERE id = ANY($1::bigint[])', [ids, at]);
}

/** Tries the row again later; what was written after it for the same treatment waits with it. */
export async function postponeRow(
  tx: Transaction,
  row: { id: number; treatmentId: string; notBefore: string; error: string },
): Promise<void> {
  await tx.query('UPDATE outbox SET attempts = attempts + 1, last_error = $2 WHERE id = $1', [
    row.id,
    row.error.slice(0, 500),
  ]);
  await tx.query(
    'UPDATE outbox SET not_before = $2 WHERE treatment_id = $1 AND delivered_at IS NULL AND dead_at IS NULL',
    [row.treatmentId, row.notBefore],
  );
}

/** Puts a row that can never be delivered aside, with the reason. */
export async function buryRow(
  tx: Transaction,
  row: { id: number; at: string; error: string },
): Promise<void> {
  await tx.query('UPDATE outbox SET attempts = attempts + 1, dead_at = $2, last_error = $3 WHERE id = $1', [
    row.id,
    row.at,
    row.error.slice(0, 500),
  ]);
}

/** What waits and what was buried, for metrics and readiness. */
export async function outboxBacklog(tx: Transaction): Promise<{ waiting: number; dead: number }> {
  const [row] = await tx.query<{ waiting: number; dead: number }>(
    `SELECT count(*) FILTER (WHERE delivered_at IS NULL AND dead_at IS NULL) AS waiting,
            count(*) FILTER (WHERE dead_at IS NOT NULL) AS dead
     FROM outbox WHERE delivered_at IS NULL`,
  );
  return row ?? { waiting: 0, dead: 0 };
}

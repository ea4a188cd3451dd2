import type { CustomerSignal, SignalValue } from '../../../domain/signals/signal';
import type { Transaction } from '../store';
import { customerColumns, type CustomerRow } from './customers';

/** A fact about to be stored; its position follows the customer's by its place in the list. */
export type NewSignal = Omit<CustomerSignal, 'position'> & { readonly origin: string };

/** The locked customer as it was before the facts, and the places (from 0) of the facts that were new. */
export interface SignalsTaken {
  readonly customer: CustomerRow;
  readonly fresh: ReadonlySet<number>;
}

// One round trip for two things an import does for each customer. The row read under the lock is the newest one,
// and a known (origin, id) is met in the index whatever the snapshot saw.
const sql = `WITH locked AS (SELECT * FROM customers WHERE key = $1 FOR UPDATE),
  taken AS (
    INSERT INTO signals (customer_key, origin, id, name, value, data, context, occurred_at, accepted_at, position)
    SELECT $1, s->>'origin', s->>'id', s->>'name', s->'value', s->'data', s->>'context',
      (s->>'occurredAt')::timestamptz, $3, locked.position + n
    FROM locked, jsonb_array_elements($2::jsonb) WITH ORDINALITY AS e(s, n)
    WHERE locked.merged_into IS NULL ORDER BY n
    ON CONFLICT (origin, id) DO NOTHING
    RETURNING position)
  SELECT ${customerColumns},
    (SELECT coalesce(jsonb_agg(taken.position - locked.position - 1), '[]') FROM taken) AS fresh FROM locked`;

/** Locks the customer until the transaction ends and stores its facts; a known (origin, id) is the same fact. */
export async function lockAndInsertSignals(
  tx: Transaction,
  key: string,
  signals: readonly NewSignal[],
  acceptedAt: string,
): Promise<SignalsTaken> {
  const [row] = await tx.query<CustomerRow & { fresh: number[] }>(sql, [
    key,
    JSON.stringify(signals),
    acceptedAt,
  ]);
  if (!row) throw new Error(`there is no customer ${key} to lock`);
  const { fresh, ...customer } = row;
  // Merged since the key was looked up: the facts are the other's.
  if (row.mergedInto !== null) return lockAndInsertSignals(tx, row.mergedInto, signals, acceptedAt);
  return { customer, fresh: new Set(fresh) };
}

/** A fact as it is kept. */
export interface StoredSignal {
  readonly origin: string;
  readonly id: string;
  readonly customerKey: string;
  readonly name: string;
  readonly value: SignalValue;
  readonly data: Readonly<Record<string, SignalValue>> | null;
  readonly context: string | null;
  readonly occurredAt: string;
}

/** The facts stored under ids of their senders. */
export async function readSignals(
  tx: Transaction,
  ids: readonly { readonly origin: string; readonly id: string }[],
): Promise<StoredSignal[]> {
  if (ids.length === 0) return [];
  return tx.query(
    `SELECT origin, id, customer_key AS "customerKey", name, value, data, context, iso(occurred_at) AS "occurredAt"
     FROM signals JOIN jsonb_to_recordset($1::text::jsonb) AS asked(origin text, id text) USING (origin, id)`,
    [JSON.stringify(ids.map(({ origin, id }) => ({ origin, id })))],
  );
}

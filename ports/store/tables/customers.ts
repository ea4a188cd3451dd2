import type { SignalValue } from '../../../domain/signals/signal';
import type { Transaction } from '../store';

/** The row every change of a customer locks first. */
export interface CustomerRow {
  readonly key: string;
  readonly attributes: Readonly<Record<string, SignalValue>>;
  readonly zone: string | null;
  /** Order of acceptance: facts, evaluations and controls take the next number. */
  readonly position: number;
  readonly treatmentOrdinal: number;
  readonly lastAsOf: string | null;
  readonly nextEvaluationAt: string | null;
  /** From when on only backfilled facts are known; null = live. */
  readonly backfilledFrom: string | null;
  readonly createdAt: string;
  /** The customer it was found to be; null = it is one of its own. */
  readonly mergedInto: string | null;
}

/** What is selected of a row. */
export const customerColumns = `key, attributes, zone, position, treatment_ordinal AS "treatmentOrdinal",
  last_as_of AS "lastAsOf", next_evaluation_at AS "nextEvaluationAt", backfilled_from AS "backfilledFrom",
  created_at AS "createdAt", merged_into AS "mergedInto"`;

/**
 * Locks the row until the transaction ends. Of a customer that was merged it is the row of the one it is now:
 * what goes on under an old key (treatments that run, retries, links) goes by the key of the answer.
 */
export async function lockCustomerRow(tx: Transaction, key: string): Promise<CustomerRow | undefined> {
  return followed(tx, key, `SELECT ${customerColumns} FROM customers WHERE key = $1 FOR UPDATE`);
}

/** The row as it is, without a lock; of a customer that was merged, that of the one it is now. */
export async function readCustomerRow(tx: Transaction, key: string): Promise<CustomerRow | undefined> {
  return followed(tx, key, `SELECT ${customerColumns} FROM customers WHERE key = $1`);
}

async function followed(tx: Transaction, key: string, sql: string): Promise<CustomerRow | undefined> {
  for (let at = key; ;) {
    const [row] = await tx.query<CustomerRow>(sql, [at]);
    if (!row || row.mergedInto === null) return row;
    at = row.mergedInto;
  }
}

/** Takes the next number in the customer's order of acceptance. */
export async function takePosition(tx: Transaction, key: string): Promise<number> {
  const [row] = await tx.query<{ position: number }>(
    'UPDATE customers SET position = position + 1 WHERE key = $1 RETURNING position',
    [key],
  );
  if (!row) throw new Error(`no customer ${key} to take a position of`);
  return row.position;
}

/** Takes the next ordinal for a treatment of any playbook and context. */
export async function takeOrdinal(tx: Transaction, key: string): Promise<number> {
  const [row] = await tx.query<{ ordinal: number }>(
    `UPDATE customers SET treatment_ordinal = treatment_ordinal + 1 WHERE key = $1
     RETURNING treatment_ordinal AS ordinal`,
    [key],
  );
  if (!row) throw new Error(`no customer ${key} to number a treatment of`);
  return row.ordinal;
}

/** Merges attributes and sets the zone when one is given. */
export async function updateCustomer(
  tx: Transaction,
  key: string,
  change: { attributes?: Readonly<Record<string, SignalValue>>; zone?: string },
): Promise<void> {
  await tx.query(
    'UPDATE customers SET attributes = attributes || $2::jsonb, zone = coalesce($3, zone) WHERE key = $1',
    [key, JSON.stringify(change.attributes ?? {}), change.zone],
  );
}

/** Has the customer evaluated by the next sweep, as one known by backfill since the given instant. */
export async function markBackfilled(
  tx: Transaction,
  key: string,
  marked: { readonly from: string; readonly at: string },
): Promise<void> {
  await tx.query(
    `UPDATE customers SET backfilled_from = coalesce(backfilled_from, $2),
       next_evaluation_at = least(next_evaluation_at, $3) WHERE key = $1`,
    [key, marked.from, marked.at],
  );
}

/** Keys in order after the given one. */
export async function customerKeysAfter(tx: Transaction, after: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ key: string }>(
    'SELECT key FROM customers WHERE key > $1 AND merged_into IS NULL ORDER BY key LIMIT $2',
    [after, limit],
  );
  return rows.map((row) => row.key);
}

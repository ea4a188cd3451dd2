import type { Transaction } from '../store';
import { stateColumns, type StateWindow } from './customer-state';

/** Some customers in key order, each as JSON text: whoever reads it parses it, in a thread of its own if need be. */
export interface BaseBatch {
  readonly customers: readonly string[];
  /** Key of the last one; absent = there are no more. */
  readonly last?: string;
}

const sql = `SELECT key, row_to_json(customer)::text AS text FROM (
  SELECT c.key, c.attributes, c.zone, c.position, iso(c.last_as_of) AS "lastAsOf",
    iso(c.backfilled_from) AS "backfilledFrom",
    ${stateColumns({ key: 'c.key', asOf: '$3', signals: '$4', closedSince: '$5::timestamptz' })}
  FROM (SELECT * FROM customers WHERE key > $1 AND merged_into IS NULL ORDER BY key LIMIT $2) c
) AS customer ORDER BY key`;

/** Reads the next customers after a key with all that an evaluation and arbitration of each needs; locks nothing. */
export async function readBaseBatch(
  tx: Transaction,
  ask: { readonly after: string; readonly limit: number; readonly window: StateWindow },
): Promise<BaseBatch> {
  const { after, limit, window } = ask;
  await tx.query('SET TRANSACTION READ ONLY');
  const rows = await tx.query<{ key: string; text: string }>(sql, [
    after,
    limit,
    window.asOf,
    window.signals,
    window.closedSince,
  ]);
  const last = rows.length < limit ? undefined : rows.at(-1)?.key;
  return { customers: rows.map(({ text }) => text), ...(last !== undefined && { last }) };
}

/** How many customers there are; one that was merged into another is none any more. */
export async function countCustomers(tx: Transaction): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    'SELECT count(*) AS n FROM customers WHERE merged_into IS NULL',
  );
  return row?.n ?? 0;
}

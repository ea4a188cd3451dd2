import type { LedgerEntry } from '../../../domain/ledger/entry';
import type { Transaction } from '../store';

/** Where a customer's chain ends. */
export interface ChainHead {
  readonly position: number;
  readonly hash: string;
}

/** The personal value behind one commitment; deleting the row erases it. */
export interface CommitmentRow {
  readonly customerKey: string;
  readonly position: number;
  readonly field: string;
  readonly salt: string;
  readonly value: string;
}

/** Thrown when the chain moved between reading its head and appending: the customer row was not locked. */
export class ChainMoved extends Error {
  constructor(customerKey: string) {
    super(`the ledger of ${customerKey} moved while it was written: lock the customer row before appending`);
    this.name = 'ChainMoved';
  }
}

/** The end of a customer's chain; `shared` keeps writers out until the transaction ends. Throws for an unknown customer. */
export async function readChainHead(
  tx: Transaction,
  customerKey: string,
  lock: 'held' | 'shared' = 'held',
): Promise<ChainHead> {
  const [head] = await tx.query<ChainHead>(
    `SELECT ledger_position AS position, ledger_hash AS hash FROM customers WHERE key = $1
     ${lock === 'shared' ? 'FOR SHARE' : ''}`,
    [customerKey],
  );
  if (!head) throw new Error(`no customer ${customerKey} to write a ledger entry for`);
  return head;
}

/** Appends sealed rows and moves the head, in one statement. */
export async function insertEntries(
  tx: Transaction,
  customerKey: string,
  after: number,
  entries: readonly LedgerEntry[],
): Promise<void> {
  const last = entries.at(-1);
  if (!last) return;
  const written = await tx.query(
    `WITH moved AS (
       UPDATE customers SET ledger_position = $3, ledger_hash = $4
       WHERE key = $1 AND ledger_position = $2 RETURNING key)
     INSERT INTO ledger_entries (customer_key, position, kind, text, hash, at)
     SELECT moved.key, e.position, e.kind, e.text, e.hash, e.at
     FROM moved, jsonb_to_recordset($5::text::jsonb) AS e(position bigint, kind text, text text, hash text, at timestamptz)
     RETURNING position`,
    [customerKey, after, last.position, last.hash, JSON.stringify(entries)],
  );
  if (written.length !== entries.length) throw new ChainMoved(customerKey);
}

/** Keeps the personal value behind a commitment. */
export async function insertCommitment(tx: Transaction, row: CommitmentRow): Promise<void> {
  await tx.query(
    'INSERT INTO ledger_commitments (customer_key, position, field, salt, value) VALUES ($1, $2, $3, $4, $5)',
    [row.customerKey, row.position, row.field, row.salt, row.value],
  );
}

/** One customer's rows in the order of their positions. */
export async function readEntries(tx: Transaction, customerKey: string): Promise<LedgerEntry[]> {
  return tx.query<LedgerEntry>(
    `SELECT customer_key AS "customerKey", position, kind, text, hash, at
     FROM ledger_entries WHERE customer_key = $1 ORDER BY position`,
    [customerKey],
  );
}

/** The personal values still kept for one customer's rows. */
export async function readCommitments(tx: Transaction, customerKey: string): Promise<CommitmentRow[]> {
  return tx.query<CommitmentRow>(
    `SELECT customer_key AS "customerKey", position, field, salt, value
     FROM ledger_commitments WHERE customer_key = $1 ORDER BY position, field`,
    [customerKey],
  );
}

/** Customer keys with a chain, in order, after the given one. */
export async function listChains(tx: Transaction, after: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ key: string }>(
    `SELECT key FROM (
       SELECT key FROM customers WHERE ledger_position > 0
       UNION SELECT DISTINCT customer_key FROM ledger_entries) chains
     WHERE key > $1 ORDER BY key LIMIT $2`,
    [after, limit],
  );
  return rows.map((row) => row.key);
}

/** Erases the personal values behind a customer's rows; the chain stays valid. */
export async function eraseCommitments(tx: Transaction, customerKey: string): Promise<void> {
  await tx.query('DELETE FROM ledger_commitments WHERE customer_key = $1', [customerKey]);
}

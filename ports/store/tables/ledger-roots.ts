import type { ChainEnd } from '../../../domain/ledger/daily-root';
import type { Transaction } from '../store';

/** Where each chain that moved on a day (yyyy-mm-dd, UTC) stood at its end. */
export async function readChainEnds(tx: Transaction, day: string): Promise<ChainEnd[]> {
  return tx.query<ChainEnd>(
    `SELECT DISTINCT ON (customer_key) customer_key AS "customerKey", position, hash
     FROM ledger_entries
     WHERE at >= $1::timestamptz AND at < $1::timestamptz + interval '24 hours'
     ORDER BY customer_key, position DESC`,
    [`${day}T00:00:00Z`],
  );
}

/** Keeps a day's root; false when the day was closed before. */
export async function insertRoot(
  tx: Transaction,
  row: { readonly day: string; readonly root: string; readonly chains: number; readonly at: string },
): Promise<boolean> {
  const written = await tx.query(
    `INSERT INTO ledger_roots (day, root, chains, at) VALUES ($1::date, $2, $3, $4)
     ON CONFLICT (day) DO NOTHING RETURNING day`,
    [row.day, row.root, row.chains, row.at],
  );
  return written.length > 0;
}

/** All closed days with their roots, oldest first. */
export async function listRoots(tx: Transaction): Promise<{ day: string; root: string; chains: number }[]> {
  return tx.query(
    `SELECT to_char(day, 'YYYY-MM-DD') AS day, root, chains FROM ledger_roots ORDER BY ledger_roots.day`,
  );
}

/** Days (yyyy-mm-dd, UTC) before `until` on which a chain moved and that are not closed yet. */
export async function listOpenDays(tx: Transaction, until: string): Promise<string[]> {
  const rows = await tx.query<{ day: string }>(
    `SELECT DISTINCT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM ledger_entries
     WHERE at < $1::timestamptz
       AND at >= coalesce((SELECT max(day) + 1 FROM ledger_roots)::timestamp AT TIME ZONE 'UTC', '-infinity')
     ORDER BY 1`,
    [until],
  );
  return rows.map((row) => row.day);
}

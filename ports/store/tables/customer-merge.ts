import type { Transaction } from '../store';

/** Two customers that become one, both locked. */
export interface Joining {
  readonly from: string;
  readonly into: string;
  readonly at: string;
}

// Rows that only change hands: their own keys cannot meet.
const handedOver = [
  'approvals',
  'banners',
  'decisions',
  'effects',
  'held_crossings',
  'holds',
  'outbox',
  'records',
  'tasks',
  'topic_cases',
  'unresolved_facts',
];

// Rows of which one stays where both have one for the same thing; `wins` says when that of `a`, the one merged, does.
const joined = [
  { table: 'contacts', same: ['id'], wins: 'a.changed_at > b.changed_at' },
  // The stricter consent, then the newer.
  {
    table: 'consents',
    same: ['channel', 'class'],
    wins: '(b.granted AND NOT a.granted) OR (a.granted = b.granted AND a.at > b.at)',
  },
  { table: 'suppressions', same: ['channel', 'class'], wins: 'a.at < b.at' },
  // What is settled stays settled.
  {
    table: 'invoices',
    same: ['id'],
    wins: `(a.state <> 'open' AND b.state = 'open') OR ((a.state = 'open') = (b.state = 'open') AND a.updated_at > b.updated_at)`,
  },
  {
    table: 'memberships',
    same: ['segment', 'context'],
    wins: `a.membership->>'state' <> 'entering' AND b.membership->>'state' = 'entering'`,
  },
  { table: 'external_orders', same: ['segment', 'context'], wins: 'coalesce(a.at > b.at, b.at IS NULL)' },
];

// Rows with a place in the customer's order of acceptance.
const numbered = [
  { table: 'signals', place: 'position' },
  { table: 'escalations', place: 'position' },
  { table: 'adjustments', place: 'sequence' },
  { table: 'score_history', place: 'sequence' },
];

// The present scores are computed anew from the facts of both.
const computedAnew = ['scores'];

/** Tables whose rows stay with the key they were written under: chains are never linked anew, and leases end by themselves. */
export const keptApart = ['ledger_entries', 'ledger_commitments', 'relay_leases'];

/** Every table that a merge moves, for the check that none was forgotten. */
export const mergedTables: readonly string[] = [
  ...handedOver,
  ...joined.map(({ table }) => table),
  ...numbered.map(({ table }) => table),
  ...computedAnew,
  'crossings',
  'identities',
  'treatments',
];

/** Invoices that a charge of both customers is under way for: the money of one attempt must come to rest first. */
export async function chargedForBoth(
  tx: Transaction,
  { from, into }: Pick<Joining, 'from' | 'into'>,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT DISTINCT a.invoice_id AS id FROM effects a JOIN effects b USING (invoice_id)
     WHERE a.customer_key = $1 AND b.customer_key = $2 AND a.kind = 'charge' AND b.kind = 'charge'
       AND a.state IN ('reserved', 'attempting', 'inDoubt') AND b.state IN ('reserved', 'attempting', 'inDoubt')
     ORDER BY 1`,
    [from, into],
  );
  return rows.map(({ id }) => id);
}

/** Gives all that one customer has to the other, and leaves its row as the way there. Both must be locked. */
export async function joinCustomers(tx: Transaction, joining: Joining): Promise<void> {
  await rememberPayers(tx, joining);
  await rememberWhoseScores(tx, joining);
  for (const table of handedOver) await handOver(tx, joining, table);
  for (const one of joined) await join(tx, joining, one);
  for (const table of computedAnew)
    await tx.query(`DELETE FROM ${table} WHERE customer_key = $1`, [joining.from]);
  await joinOrders(tx, joining);
  await tx.query(
    'UPDATE identities SET customer_key = $2, merged_from = coalesce(merged_from, $1) WHERE customer_key = $1',
    [joining.from, joining.into],
  );
  await joinHeads(tx, joining);
}

// Which of several identities at the provider owes an invoice is known only as long as the customers are two.
async function rememberPayers(tx: Transaction, { from, into }: Joining): Promise<void> {
  await tx.query(
    `UPDATE invoices SET payer = coalesce(
       (SELECT value FROM identities i WHERE i.customer_key = invoices.customer_key AND i.kind = 'payments'
        ORDER BY merged_from NULLS FIRST, value LIMIT 1), customer_key)
     WHERE payer IS NULL AND customer_key IN ($1, $2)`,
    [from, into],
  );
}

// Two lines of points in one history would read as one that jumps.
async function rememberWhoseScores(tx: Transaction, { from }: Joining): Promise<void> {
  await tx.query(
    'UPDATE score_history SET merged_from = $1 WHERE customer_key = $1 AND merged_from IS NULL',
    [from],
  );
}

async function handOver(tx: Transaction, { from, into }: Joining, table: string): Promise<void> {
  await tx.query(`UPDATE ${table} SET customer_key = $2 WHERE customer_key = $1`, [from, into]);
}

async function join(
  tx: Transaction,
  joining: Joining,
  { table, same, wins }: { readonly table: string; readonly same: readonly string[]; readonly wins: string },
): Promise<void> {
  const meet = `a.customer_key = $1 AND b.customer_key = $2 AND ${same.map((column) => `a.${column} = b.${column}`).join(' AND ')}`;
  const { from, into } = joining;
  await tx.query(`DELETE FROM ${table} b USING ${table} a WHERE ${meet} AND (${wins})`, [from, into]);
  await tx.query(`DELETE FROM ${table} a USING ${table} b WHERE ${meet}`, [from, into]);
  await handOver(tx, joining, table);
}

// The merged customer's history follows the other's in the order of acceptance, so that what comes is later than both;
// a treatment keeps its id, which names its old key.
async function joinOrders(tx: Transaction, { from, into }: Joining): Promise<void> {
  const keys = [from, into];
  const after = `(SELECT position FROM customers WHERE key = $2)`;
  for (const { table, place } of numbered) {
    await tx.query(
      `UPDATE ${table} SET customer_key = $2, ${place} = ${place} + ${after} WHERE customer_key = $1`,
      keys,
    );
  }
  await tx.query(
    `UPDATE crossings SET customer_key = $2, sequence = sequence + ${after},
       crossing = crossing || jsonb_build_object('customerKey', $2::text, 'sequence', sequence + ${after})
     WHERE customer_key = $1`,
    keys,
  );
  await tx.query(
    `UPDATE treatments SET customer_key = $2,
       ordinal = ordinal + (SELECT treatment_ordinal FROM customers WHERE key = $2)
     WHERE customer_key = $1`,
    keys,
  );
}

async function joinHeads(tx: Transaction, { from, into, at }: Joining): Promise<void> {
  await tx.query(
    `UPDATE customers b SET attributes = a.attributes || b.attributes, zone = coalesce(b.zone, a.zone),
       position = a.position + b.position, treatment_ordinal = a.treatment_ordinal + b.treatment_ordinal,
       last_as_of = greatest(a.last_as_of, b.last_as_of), created_at = least(a.created_at, b.created_at),
       backfilled_from = CASE WHEN a.backfilled_from IS NULL OR b.backfilled_from IS NULL THEN NULL
         ELSE least(a.backfilled_from, b.backfilled_from) END
     FROM customers a WHERE a.key = $1 AND b.key = $2`,
    [from, into],
  );
  await tx.query(
    `UPDATE customers SET merged_into = $2, merged_at = $3, attributes = '{}', zone = NULL, value_amount = NULL,
       next_evaluation_at = NULL WHERE key = $1`,
    [from, into, at],
  );
}

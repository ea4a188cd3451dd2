import type { Transaction } from '../store';

/** An id of a customer in some other system. */
export interface Identity {
  readonly kind: string;
  readonly value: string;
}

/** Keys of the known ones among `values`, by value. */
export async function findByIdentity(
  tx: Transaction,
  kind: string,
  values: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ value: string; key: string }>(
    'SELECT value, customer_key AS key FROM identities WHERE kind = $1 AND value = ANY($2::text[])',
    [kind, values],
  );
  return new Map(rows.map((row) => [row.value, row.key]));
}

/** The ones among `keys` that are customers, each with the key of the customer it is now. */
export async function findKeys(tx: Transaction, keys: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ asked: string; key: string }>(
    `WITH RECURSIVE line AS (
       SELECT key AS asked, key, merged_into FROM customers WHERE key = ANY($1::text[])
       UNION ALL
       SELECT line.asked, c.key, c.merged_into FROM line JOIN customers c ON c.key = line.merged_into)
     SELECT asked, key FROM line WHERE merged_into IS NULL`,
    [keys],
  );
  return new Map(rows.map(({ asked, key }) => [asked, key]));
}

/**
 * The customer an id (or a key) named first, and those it was merged into one after the other; empty for an unknown id.
 */
export async function lineOf(tx: Transaction, id: string): Promise<string[]> {
  const rows = await tx.query<{ key: string }>(
    `WITH RECURSIVE line AS (
       SELECT key, merged_into, 0 AS n FROM customers WHERE key = coalesce(
         (SELECT coalesce(merged_from, customer_key) FROM identities WHERE kind = 'id' AND value = $1), $1)
       UNION ALL
       SELECT c.key, c.merged_into, n + 1 FROM line JOIN customers c ON c.key = line.merged_into)
     SELECT key FROM line ORDER BY n`,
    [id],
  );
  return rows.map(({ key }) => key);
}

/**
 * The customer whom the payment provider knows under an identity of `kind`, for one invoice: a merge leaves each
 * invoice with the payer it had. Without an identity it is the key.
 */
export async function readPayer(
  tx: Transaction,
  of: { readonly customerKey: string; readonly invoiceId: string; readonly kind: string },
): Promise<string> {
  const [row] = await tx.query<{ payer: string }>(
    `SELECT coalesce(
       (SELECT payer FROM invoices WHERE customer_key = $1 AND id = $2),
       (SELECT value FROM identities WHERE customer_key = $1 AND kind = $3
        ORDER BY merged_from NULLS FIRST, value LIMIT 1), $1) AS payer`,
    [of.customerKey, of.invoiceId, of.kind],
  );
  return row?.payer ?? of.customerKey;
}

/**
 * Makes customers with their first identity. Someone else may be making the same at this moment:
 * the rows this call lost to them are not in the answer.
 */
export async function insertCustomers(
  tx: Transaction,
  kind: string,
  customers: readonly { key: string; value: string }[],
  at: string,
): Promise<Map<string, string>> {
  const rows = await tx.query<{ value: string; key: string }>(
    `WITH wanted AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS w(key text, value text)),
          made AS (INSERT INTO customers (key, created_at) SELECT key, $3 FROM wanted RETURNING key)
     INSERT INTO identities (kind, value, customer_key)
     SELECT $2, wanted.value, made.key FROM made JOIN wanted USING (key) ORDER BY wanted.value
     ON CONFLICT (kind, value) DO NOTHING
     RETURNING value, customer_key AS key`,
    [JSON.stringify(customers), kind, at],
  );
  const won = new Map(rows.map((row) => [row.value, row.key]));
  const lost = customers.filter((customer) => won.get(customer.value) !== customer.key);
  if (lost.length > 0) {
    await tx.query('DELETE FROM customers WHERE key = ANY($1::text[])', [lost.map((each) => each.key)]);
  }
  return won;
}

/** Adds identities to a customer; gives the first that already belongs to someone else. */
export async function addIdentities(
  tx: Transaction,
  key: string,
  identities: readonly Identity[],
): Promise<Identity | undefined> {
  if (identities.length === 0) return undefined;
  const list = JSON.stringify(identities);
  await tx.query(
    `INSERT INTO identities (kind, value, customer_key)
     SELECT kind, value, $2 FROM jsonb_to_recordset($1::jsonb) AS i(kind text, value text) ORDER BY kind, value
     ON CONFLICT (kind, value) DO NOTHING`,
    [list, key],
  );
  const [taken] = await tx.query<Identity>(
    `SELECT kind, value FROM identities JOIN jsonb_to_recordset($1::jsonb) AS i(kind text, value text)
     USING (kind, value) WHERE customer_key <> $2 LIMIT 1`,
    [list, key],
  );
  return taken;
}

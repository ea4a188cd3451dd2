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

/** The ones among `keys` that are customers. */
export async function findKeys(tx: Transaction, keys: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ key: string }>('SELECT key FROM customers WHERE key = ANY($1::text[])', [
    keys,
  ]);
  return new Set(rows.map((row) => row.key));
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

/** All identities of a customer. */
export async function listIdentities(tx: Transaction, key: string): Promise<Identity[]> {
  return tx.query('SELECT kind, value FROM identities WHERE customer_key = $1 ORDER BY kind, value', [key]);
}

import type { Row, Transaction } from '../store';

/** All that is stored of one customer now, without its history. */
export interface CustomerView {
  readonly customerKey: string;
  readonly attributes: Row;
  readonly zone: string | null;
  readonly createdAt: string;
  /** Keys of customers that were merged into it. */
  readonly mergedFrom: string[];
  readonly identities: Row[];
  readonly contacts: Row[];
  readonly consents: Row[];
  readonly suppressions: Row[];
  readonly scores: Row[];
  readonly memberships: Row[];
  readonly invoices: Row[];
  readonly treatments: Row[];
  /** What is held now. */
  readonly holds: Row[];
}

interface Head {
  readonly customerKey: string;
  readonly attributes: Row;
  readonly zone: string | null;
  readonly createdAt: string;
}

/** The customer of a key, or undefined; a hold whose time is over by now is none, whoever releases it. */
export async function viewCustomer(
  tx: Transaction,
  key: string,
  now: string,
): Promise<CustomerView | undefined> {
  const heads = await tx.query<Head>(
    `SELECT key AS "customerKey", attributes, zone, created_at AS "createdAt" FROM customers WHERE key = $1`,
    [key],
  );
  const head = heads[0];
  if (!head) return undefined;
  const read = (sql: string): Promise<Row[]> => tx.query(sql, [key]);
  return {
    ...head,
    mergedFrom: (await read('SELECT key FROM customers WHERE merged_into = $1 ORDER BY merged_at, key')).map(
      (row) => String(row['key']),
    ),
    identities: await read('SELECT kind, value FROM identities WHERE customer_key = $1 ORDER BY kind, value'),
    contacts: await read(
      'SELECT id, role, name, email, phone, zone FROM contacts WHERE customer_key = $1 ORDER BY id',
    ),
    consents: await read(
      'SELECT channel, class, granted, source, at FROM consents WHERE customer_key = $1 ORDER BY channel, class',
    ),
    suppressions: await read(
      'SELECT channel, class, reason, at FROM suppressions WHERE customer_key = $1 ORDER BY channel, class',
    ),
    scores: (await read('SELECT score FROM scores WHERE customer_key = $1 ORDER BY dimension')).map(
      (row) => row['score'] as Row,
    ),
    memberships: (
      await read('SELECT membership FROM memberships WHERE customer_key = $1 ORDER BY segment, context')
    ).map((row) => row['membership'] as Row),
    invoices: await read(
      `SELECT id, amount_minor AS "amountMinor", currency, state, attempts, decline_code AS "declineCode",
              first_failure_at AS "firstFailureAt" FROM invoices WHERE customer_key = $1 ORDER BY id`,
    ),
    treatments: await read(
      `SELECT id, playbook, context, state, arm, step, waiting_for AS "waitingFor", until, outcome,
              started_at AS "startedAt", closed_at AS "closedAt"
       FROM treatments WHERE customer_key = $1 ORDER BY ordinal`,
    ),
    holds: await tx.query(
      `SELECT what, placed_at AS "placedAt", expires_at AS "expiresAt", keep, treatment_id AS "treatmentId"
       FROM holds WHERE customer_key = $1 AND released_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
       ORDER BY placed_at, what`,
      [key, now],
    ),
  };
}

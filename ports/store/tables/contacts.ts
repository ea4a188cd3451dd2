import type { Transaction } from '../store';

/** A person of a customer. */
export interface Contact {
  readonly id: string;
  /** champion, executiveSponsor, billing, user, … */
  readonly role: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly zone?: string;
}

/** A person of a customer as texts name them. */
export interface KnownContact {
  readonly role: string;
  readonly name: string;
  /** Whole days since somebody else took the role or was added; null = the same since the customer is known. */
  readonly changedDaysAgo: number | null;
}

/** The people of a customer by role, with how long ago each changed as of an instant. */
export async function listContacts(tx: Transaction, key: string, asOf: string): Promise<KnownContact[]> {
  return tx.query<KnownContact>(
    `SELECT role, name, CASE WHEN changed_at > created_at + interval '1 day'
       THEN floor(extract(epoch FROM $2::timestamptz - changed_at) / 86400)::int END AS "changedDaysAgo"
     FROM contacts JOIN customers ON customers.key = customer_key WHERE customer_key = $1 ORDER BY role, id`,
    [key, asOf],
  );
}

/** Adds or replaces contacts by id; the others stay. */
export async function upsertContacts(
  tx: Transaction,
  key: string,
  contacts: readonly Contact[],
  at: string,
): Promise<void> {
  if (contacts.length === 0) return;
  await tx.query(
    `INSERT INTO contacts (customer_key, id, role, name, email, phone, zone, changed_at)
     SELECT $1, id, role, coalesce(name, ''), email, phone, zone, $3
     FROM jsonb_to_recordset($2::jsonb)
       AS c(id text, role text, name text, email text, phone text, zone text)
     ON CONFLICT (customer_key, id) DO UPDATE SET role = excluded.role, name = excluded.name,
       email = excluded.email, phone = excluded.phone, zone = excluded.zone, changed_at = excluded.changed_at
     WHERE (contacts.role, contacts.name, contacts.email, contacts.phone, contacts.zone)
       IS DISTINCT FROM (excluded.role, excluded.name, excluded.email, excluded.phone, excluded.zone)`,
    [key, JSON.stringify(contacts), at],
  );
}

import type { Transaction } from '../store';
import type { Identity } from './identities';

export type UnresolvedState = 'waiting' | 'expired' | 'taken' | 'refused';

/** Which of the two ways in it came by. */
export type UnresolvedWhat = 'signal' | 'crossing';

/** A fact or crossing about to wait for its customer. */
export interface NewUnresolved {
  readonly what: UnresolvedWhat;
  readonly origin: string;
  readonly id: string;
  readonly identity: Identity;
  readonly item: object;
  readonly backfill: boolean;
  readonly occurredAt: string;
  readonly receivedAt: string;
  readonly expiresAt: string;
}

/** One that was kept. */
export type UnresolvedRow = NewUnresolved & {
  readonly state: UnresolvedState;
  readonly customerKey: string | null;
  readonly why: string | null;
  readonly settledAt: string | null;
};

const columns = `what, origin, id, jsonb_build_object('kind', identity_kind, 'value', identity_value) AS identity, item,
  backfill, occurred_at AS "occurredAt", received_at AS "receivedAt", expires_at AS "expiresAt", state,
  customer_key AS "customerKey", why, settled_at AS "settledAt"`;

/**
 * Keeps others from deciding about the same identities until the transaction ends: whoever files a fact under an
 * identity and whoever gives that identity to a customer must see each other.
 */
export async function lockIdentities(tx: Transaction, identities: readonly Identity[]): Promise<void> {
  const names = [...new Set(identities.map(({ kind, value }) => `${kind}\n${value}`))].sort();
  for (const name of names) await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
}

/** Keeps an item; undefined when its id is known, with what is kept under it. */
export async function insertUnresolved(
  tx: Transaction,
  row: NewUnresolved,
): Promise<UnresolvedRow | undefined> {
  const made = await tx.query(
    `INSERT INTO unresolved_facts (what, origin, id, identity_kind, identity_value, item, backfill, occurred_at,
       received_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id`,
    [
      row.what,
      row.origin,
      row.id,
      row.identity.kind,
      row.identity.value,
      JSON.stringify(row.item),
      row.backfill,
      row.occurredAt,
      row.receivedAt,
      row.expiresAt,
    ],
  );
  if (made.length > 0) return undefined;
  const [known] = await tx.query<UnresolvedRow>(
    `SELECT ${columns} FROM unresolved_facts WHERE what = $1 AND origin = $2 AND id = $3`,
    [row.what, row.origin, row.id],
  );
  return known;
}

/** What waits under these identities, also longer than it should, in the order it happened. */
export async function waitingFor(tx: Transaction, identities: readonly Identity[]): Promise<UnresolvedRow[]> {
  if (identities.length === 0) return [];
  return tx.query<UnresolvedRow>(
    `SELECT ${columns} FROM unresolved_facts
     JOIN jsonb_to_recordset($1::text::jsonb) AS i(kind text, value text)
       ON identity_kind = i.kind AND identity_value = i.value
     WHERE state IN ('waiting', 'expired') ORDER BY occurred_at, received_at, what, origin, id`,
    [JSON.stringify(identities)],
  );
}

/** Says what became of one. */
export async function settleUnresolved(
  tx: Transaction,
  row: Pick<NewUnresolved, 'what' | 'origin' | 'id'>,
  end: {
    readonly state: 'taken' | 'refused';
    readonly customerKey: string;
    readonly why?: string;
    readonly at: string;
  },
): Promise<void> {
  await tx.query(
    `UPDATE unresolved_facts SET state = $4, customer_key = $5, why = $6, settled_at = $7
     WHERE what = $1 AND origin = $2 AND id = $3`,
    [row.what, row.origin, row.id, end.state, end.customerKey, end.why, end.at],
  );
}

/** Marks what has waited too long; gives how many. They can still be taken. */
export async function expireUnresolved(tx: Transaction, now: string, limit: number): Promise<number> {
  const rows = await tx.query(
    `UPDATE unresolved_facts SET state = 'expired' WHERE (what, origin, id) IN (
       SELECT what, origin, id FROM unresolved_facts WHERE state = 'waiting' AND expires_at <= $1
       ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING id`,
    [now, limit],
  );
  return rows.length;
}

/** What to list; `after` is the last row of the page before. */
export interface UnresolvedFilter {
  readonly state?: UnresolvedState;
  readonly kind?: string;
  readonly after?: readonly [receivedAt: string, what: string, origin: string, id: string];
  readonly limit: number;
}

/** What was kept, in the order it came. */
export async function listUnresolved(tx: Transaction, filter: UnresolvedFilter): Promise<UnresolvedRow[]> {
  const [receivedAt, what, origin, id] = filter.after ?? [];
  return tx.query<UnresolvedRow>(
    `SELECT ${columns} FROM unresolved_facts
     WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR identity_kind = $2)
       AND ($3::timestamptz IS NULL OR (received_at, what, origin, id) > ($3, $4::text, $5::text, $6::text))
     ORDER BY received_at, what, origin, id LIMIT $7`,
    [filter.state, filter.kind, receivedAt, what, origin, id, filter.limit],
  );
}

/** How many wait, and how many have waited too long. */
export async function countUnresolved(tx: Transaction): Promise<{ waiting: number; expired: number }> {
  const [row] = await tx.query<{ waiting: number; expired: number }>(
    `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'expired') AS expired
     FROM unresolved_facts WHERE state IN ('waiting', 'expired')`,
  );
  return row ?? { waiting: 0, expired: 0 };
}

import type { Transaction } from '../store';

export const blockKinds = ['device', 'ip', 'network', 'email', 'domain'] as const;
export type BlockKind = (typeof blockKinds)[number];

/** One entry of the block list; expired = its time is over, and it hits nothing any more. */
export interface BlockRow {
  readonly id: string;
  readonly kind: BlockKind;
  /** Of wide patterns only: what equality finds is kept as a hash. */
  readonly pattern: string | null;
  readonly reason: string;
  readonly sourceCase: string | null;
  readonly state: 'proposed' | 'active' | 'removed' | 'expired';
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly confirmedBy: string | null;
  readonly confirmedAt: string | null;
  readonly expiresAt: string;
  readonly removedBy: string | null;
  readonly removedAt: string | null;
}

/** An entry as it is made. */
export interface NewBlock extends Pick<BlockRow, 'id' | 'kind' | 'pattern' | 'reason' | 'sourceCase'> {
  readonly digest: string;
  readonly state: 'proposed' | 'active';
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly expiresAt: string;
}

// $1 is the present: SQL never asks for it.
const columns = `id, kind, pattern, reason, source_case AS "sourceCase",
  CASE WHEN state <> 'removed' AND expires_at <= $1 THEN 'expired' ELSE state END AS state,
  proposed_by AS "proposedBy", proposed_at AS "proposedAt", confirmed_by AS "confirmedBy",
  confirmed_at AS "confirmedAt", expires_at AS "expiresAt", removed_by AS "removedBy", removed_at AS "removedAt"`;

/** The key of the hashes; `made` is kept if there was none. */
export async function blocklistKey(tx: Transaction, made: () => string): Promise<string> {
  const read = () => tx.query<{ key: string }>('SELECT key FROM blocklist_key');
  const [known] = await read();
  if (known) return known.key;
  await tx.query('INSERT INTO blocklist_key (key) VALUES ($1) ON CONFLICT DO NOTHING', [made()]);
  const [row] = await read();
  if (!row) throw new Error('the key of the block list was not kept');
  return row.key;
}

/** Adds an entry; false where the same pattern stands already. */
export async function insertBlock(tx: Transaction, row: NewBlock): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO blocklist (id, kind, digest, pattern, network, reason, source_case, state, proposed_by, proposed_at, expires_at)
     VALUES ($1, $2::text, $3, $4::text, CASE WHEN $2::text = 'network' THEN $4::text::cidr END, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (kind, digest) WHERE state <> 'removed' DO NOTHING RETURNING id`,
    [
      row.id,
      row.kind,
      row.digest,
      row.pattern,
      row.reason,
      row.sourceCase,
      row.state,
      row.proposedBy,
      row.proposedAt,
      row.expiresAt,
    ],
  );
  return rows.length > 0;
}

/** Takes away what has expired, so that the same pattern can be added anew. */
export async function removeExpiredBlocks(
  tx: Transaction,
  { kind, digest, now }: { readonly kind: BlockKind; readonly digest: string; readonly now: string },
): Promise<void> {
  await tx.query(
    `UPDATE blocklist SET state = 'removed', removed_at = expires_at, removed_by = 'tideline'
     WHERE kind = $1 AND digest = $2 AND state <> 'removed' AND expires_at <= $3`,
    [kind, digest, now],
  );
}

/** One entry, if there is one with this id. */
export async function findBlock(tx: Transaction, id: string, now: string): Promise<BlockRow | undefined> {
  const [row] = await tx.query<BlockRow>(`SELECT ${columns} FROM blocklist WHERE id = $2`, [now, id]);
  return row;
}

/** The second person's yes to a wide pattern; false when it is not proposed any more. */
export async function confirmBlock(
  tx: Transaction,
  id: string,
  { by, at }: { readonly by: string; readonly at: string },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE blocklist SET state = 'active', confirmed_by = $2, confirmed_at = $3
     WHERE id = $1 AND state = 'proposed' RETURNING id`,
    [id, by, at],
  );
  return rows.length > 0;
}

/** Takes an entry off the list; false when it was off. The row stays, for whoever asks later. */
export async function removeBlock(
  tx: Transaction,
  id: string,
  { by, at }: { readonly by: string; readonly at: string },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE blocklist SET state = 'removed', removed_by = $2, removed_at = $3
     WHERE id = $1 AND state <> 'removed' RETURNING id`,
    [id, by, at],
  );
  return rows.length > 0;
}

/** Which entries a list shows; `after` is the last row of the page before. */
export interface BlockFilter {
  readonly kind?: BlockKind;
  readonly state?: BlockRow['state'];
  readonly after?: { readonly at: string; readonly id: string };
  readonly limit: number;
}

/** Entries, the newest first. */
export async function listBlocks(tx: Transaction, now: string, filter: BlockFilter): Promise<BlockRow[]> {
  return tx.query<BlockRow>(
    `SELECT * FROM (SELECT ${columns} FROM blocklist) AS entries
     WHERE ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR state = $3)
       AND ($4::timestamptz IS NULL OR ("proposedAt", id) < ($4, $5::text))
     ORDER BY "proposedAt" DESC, id DESC LIMIT $6`,
    [
      now,
      filter.kind ?? null,
      filter.state ?? null,
      filter.after?.at ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ],
  );
}

/** What is looked for: hashes of what was seen, and the IP address itself for the networks. */
export interface SoughtBlocks {
  readonly digests: readonly { readonly kind: BlockKind; readonly digest: string }[];
  readonly ip?: string;
}

/** Active entries that what was seen hits, in order of their kind. */
export async function findHits(
  tx: Transaction,
  { digests, ip }: SoughtBlocks,
  now: string,
): Promise<{ readonly id: string; readonly kind: BlockKind }[]> {
  return tx.query(
    `SELECT id, kind FROM blocklist JOIN jsonb_to_recordset($1::text::jsonb) AS sought(kind text, digest text)
       USING (kind, digest) WHERE state = 'active' AND expires_at > $2
     UNION
     SELECT id, kind FROM blocklist
     WHERE $3::text IS NOT NULL AND network >>= $3::inet AND state = 'active' AND expires_at > $2
     ORDER BY kind, id`,
    [JSON.stringify(digests), now, ip ?? null],
  );
}

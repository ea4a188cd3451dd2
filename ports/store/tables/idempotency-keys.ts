import type { Transaction } from '../store';

/** An HTTP answer as it was sent. */
export interface StoredAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

interface KeyRow {
  readonly request_hash: string;
  readonly status: number | null;
  readonly answer: StoredAnswer | null;
}

/** Takes the key for this request, or gives what is known of the request that has it. */
export async function claimKey(
  tx: Transaction,
  claim: {
    subject: string;
    key: string;
    hash: string;
    now: string;
    forgottenBefore: string;
    crashedBefore: string;
  },
): Promise<
  | { readonly claimed: true }
  | { readonly claimed: false; readonly hash: string; readonly answer?: StoredAnswer }
> {
  const taken = await tx.query(
    `INSERT INTO idempotency_keys (subject, key, request_hash, at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (subject, key) DO UPDATE SET request_hash = excluded.request_hash, status = NULL, answer = NULL, at = excluded.at
       WHERE idempotency_keys.at < $5
          OR (idempotency_keys.status IS NULL AND idempotency_keys.at < $6 AND idempotency_keys.request_hash = $3)
     RETURNING key`,
    [claim.subject, claim.key, claim.hash, claim.now, claim.forgottenBefore, claim.crashedBefore],
  );
  if (taken.length > 0) return { claimed: true };
  const rows = await tx.query<KeyRow>(
    'SELECT request_hash, status, answer FROM idempotency_keys WHERE subject = $1 AND key = $2',
    [claim.subject, claim.key],
  );
  const row = rows[0];
  if (!row) return { claimed: false, hash: claim.hash };
  return { claimed: false, hash: row.request_hash, ...(row.answer ? { answer: row.answer } : {}) };
}

/** Keeps the answer to replay. */
export async function addAnswer(
  tx: Transaction,
  claim: { subject: string; key: string },
  answer: StoredAnswer,
): Promise<void> {
  await tx.query(
    'UPDATE idempotency_keys SET status = $3, answer = $4::text::jsonb WHERE subject = $1 AND key = $2',
    [claim.subject, claim.key, answer.status, JSON.stringify(answer)],
  );
}

/** Frees a key whose request came to nothing. */
export async function dropKey(tx: Transaction, claim: { subject: string; key: string }): Promise<void> {
  await tx.query('DELETE FROM idempotency_keys WHERE subject = $1 AND key = $2', [claim.subject, claim.key]);
}

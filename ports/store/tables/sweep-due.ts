import type { Transaction } from '../store';

/** What the sweep serves: customers to evaluate, ended treatments to measure, holds to release, answers to give. */
export type SweepWork = 'evaluation' | 'measure' | 'hold' | 'answer';

/** One thing that is due; `failed` = it was tried before. */
export interface DueSubject {
  readonly subject: string;
  readonly failed: boolean;
}

/** What was tried and could not be done, while it is still due. */
export interface SweepFailure {
  readonly what: SweepWork;
  /** Key of the customer, or id of the treatment or approval. */
  readonly subject: string;
  readonly failures: number;
  readonly error: string;
  readonly failedAt: string;
  readonly retryAt: string;
}

// $1 is the instant that counts.
const due: Readonly<Record<SweepWork, string>> = {
  evaluation: 'SELECT key AS subject, next_evaluation_at AS at FROM customers WHERE next_evaluation_at <= $1',
  measure: `SELECT id AS subject, measure_due_at AS at FROM treatments
    WHERE state = 'closed' AND measured_at IS NULL AND measure_due_at <= $1`,
  hold: `SELECT customer_key AS subject, min(expires_at) AS at FROM holds
    WHERE released_at IS NULL AND expires_at <= $1 GROUP BY customer_key`,
  answer: `SELECT a.id AS subject, a.requested_at AS at FROM approvals a
    JOIN cohort_decisions c ON c.id = a.cohort_decision WHERE a.state = 'open' AND c.state <> 'open'`,
};

// Who has failed never stands before one who has not, however long it has been due.
const inTurn = (what: SweepWork): string => `SELECT subject, failed FROM (
    (SELECT subject, false AS failed, at FROM (${due[what]}) AS d
      WHERE NOT EXISTS (SELECT 1 FROM sweep_failures f WHERE f.what = '${what}' AND f.subject = d.subject)
      ORDER BY at, subject LIMIT $2)
    UNION ALL
    (SELECT subject, true, retry_at FROM sweep_failures JOIN (${due[what]}) AS d USING (subject)
      WHERE what = '${what}' AND retry_at <= $1 ORDER BY retry_at, subject LIMIT $2)
  ) AS turns ORDER BY failed, at, subject LIMIT $2`;

/** What is due at an instant, the longest waiting first; after it what has failed before and may be tried again. */
export async function dueSubjects(
  tx: Transaction,
  what: SweepWork,
  { now, limit }: { readonly now: string; readonly limit: number },
): Promise<DueSubject[]> {
  return tx.query(inTurn(what), [now, limit]);
}

/** How often something was tried in vain so far. */
export async function failuresOf(tx: Transaction, what: SweepWork, subject: string): Promise<number> {
  const [row] = await tx.query<{ failures: number }>(
    'SELECT failures FROM sweep_failures WHERE what = $1 AND subject = $2 FOR UPDATE',
    [what, subject],
  );
  return row?.failures ?? 0;
}

/** Keeps what failed, over what was kept of it before. */
export async function putFailure(tx: Transaction, failure: SweepFailure): Promise<void> {
  const { what, subject, failures, error, failedAt, retryAt } = failure;
  await tx.query(
    `INSERT INTO sweep_failures (what, subject, failures, error, failed_at, retry_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (what, subject) DO UPDATE SET failures = excluded.failures, error = excluded.error,
       failed_at = excluded.failed_at, retry_at = excluded.retry_at`,
    [what, subject, failures, error, failedAt, retryAt],
  );
}

/** Forgets a failure: it went well. */
export async function dropFailure(tx: Transaction, what: SweepWork, subject: string): Promise<void> {
  await tx.query('DELETE FROM sweep_failures WHERE what = $1 AND subject = $2', [what, subject]);
}

const failing = (Object.keys(due) as SweepWork[])
  .map(
    (what) => `SELECT what, subject, failures, error, failed_at, retry_at FROM sweep_failures
      JOIN (${due[what]}) AS d USING (subject) WHERE what = '${what}'`,
  )
  .join(' UNION ALL ');

/** What fails and is still due, the most stubborn first. */
export async function listFailures(tx: Transaction, now: string, limit: number): Promise<SweepFailure[]> {
  return tx.query(
    `SELECT what, subject, failures, error, failed_at AS "failedAt", retry_at AS "retryAt" FROM (${failing}) AS f
     ORDER BY failures DESC, failed_at, subject LIMIT $2`,
    [now, limit],
  );
}

/** How much of each kind fails and is still due. */
export async function countFailures(tx: Transaction, now: string): Promise<Record<SweepWork, number>> {
  const rows = await tx.query<{ what: SweepWork; n: number }>(
    `SELECT what, count(*) AS n FROM (${failing}) AS f GROUP BY what`,
    [now],
  );
  const counts = { evaluation: 0, measure: 0, hold: 0, answer: 0 };
  for (const { what, n } of rows) counts[what] = n;
  return counts;
}

/** Has a customer evaluated by the sweep's next look. */
export async function makeDue(tx: Transaction, customerKey: string, at: string): Promise<void> {
  await tx.query(
    `UPDATE customers SET next_evaluation_at = least(next_evaluation_at, $2::timestamptz)
     WHERE key = $1 AND merged_into IS NULL`,
    [customerKey, at],
  );
}

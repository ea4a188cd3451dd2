import type { Transaction } from '../store';

/** A topic of one recorded field. */
export interface Topic {
  readonly field: string;
  readonly topic: string;
}

/** One case of a topic. */
export type TopicCase = Topic & {
  readonly requestKey: string;
  readonly customerKey: string;
  readonly treatmentId: string;
  readonly at: string;
};

/** Waits until no other transaction counts a case of the topic. Customers are locked before topics, never after. */
export async function lockTopic(tx: Transaction, { field, topic }: Topic): Promise<void> {
  await tx.query(
    `INSERT INTO topics (field, topic) VALUES ($1, $2)
     ON CONFLICT (field, topic) DO UPDATE SET topic = excluded.topic`,
    [field, topic],
  );
}

/** Writes a case once per request. */
export async function insertCase(tx: Transaction, row: TopicCase): Promise<void> {
  await tx.query(
    `INSERT INTO topic_cases (request_key, field, topic, customer_key, treatment_id, counted_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (request_key) DO NOTHING`,
    [row.requestKey, row.field, row.topic, row.customerKey, row.treatmentId, row.at],
  );
}

/** Cases of a topic since an instant that belong to no issue. */
export async function countWaiting(tx: Transaction, topic: Topic, since: string): Promise<number> {
  const [row] = await tx.query<{ cases: number }>(
    `SELECT count(*)::int AS cases FROM topic_cases
     WHERE field = $1 AND topic = $2 AND issue_id IS NULL AND counted_at >= $3`,
    [topic.field, topic.topic, since],
  );
  return row?.cases ?? 0;
}

/** Lets the waiting cases of a topic since an instant belong to an issue. */
export async function joinWaiting(
  tx: Transaction,
  topic: Topic,
  to: { readonly issueId: string; readonly since: string },
): Promise<void> {
  await tx.query(
    `UPDATE topic_cases SET issue_id = $4
     WHERE field = $1 AND topic = $2 AND issue_id IS NULL AND counted_at >= $3`,
    [topic.field, topic.topic, to.since, to.issueId],
  );
}

/** Lets one case belong to an issue. */
export async function joinCase(tx: Transaction, requestKey: string, issueId: string): Promise<void> {
  await tx.query('UPDATE topic_cases SET issue_id = $2 WHERE request_key = $1', [requestKey, issueId]);
}

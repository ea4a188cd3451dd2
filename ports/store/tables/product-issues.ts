import type { Transaction } from '../store';
import type { Topic } from './topic-cases';

/** An issue as lists show it; its state is that of its task. */
export interface ProductIssue {
  readonly id: string;
  readonly field: string;
  readonly topic: string;
  readonly state: 'open' | 'closed';
  readonly title: string;
  readonly queue: string;
  readonly taskId: string;
  readonly openedAt: string;
  readonly dueAt: string;
  readonly closedAt: string | null;
  readonly result: string | null;
  readonly cases: number;
  readonly customers: number;
}

/** A case that belongs to an issue. */
export interface IssueCase {
  readonly customerKey: string;
  /** The caller's id. */
  readonly customer: string | null;
  readonly treatmentId: string;
  readonly context: string | null;
  readonly countedAt: string;
}

/** What to list, the latest first. */
export interface IssueFilter {
  readonly state?: 'open' | 'closed';
  readonly limit: number;
}

const listed = `SELECT i.id, i.field, i.topic, CASE WHEN t.state = 'open' THEN 'open' ELSE 'closed' END AS state,
    t.title, t.queue, t.id AS "taskId", i.opened_at AS "openedAt", t.due_at AS "dueAt", t.closed_at AS "closedAt",
    t.result, c.cases, c.customers
  FROM product_issues i JOIN tasks t ON t.id = i.task_id
  CROSS JOIN LATERAL (SELECT count(*)::int AS cases, count(DISTINCT customer_key)::int AS customers
    FROM topic_cases WHERE issue_id = i.id) c`;

/** Lets an issue whose task is over make room for the next of its topic. The topic must be locked. */
export async function closeFinishedIssue(tx: Transaction, { field, topic }: Topic): Promise<void> {
  await tx.query(
    `UPDATE product_issues i SET closed_at = t.closed_at FROM tasks t
     WHERE t.id = i.task_id AND t.state <> 'open' AND i.closed_at IS NULL AND i.field = $1 AND i.topic = $2`,
    [field, topic],
  );
}

/** Id of the open issue of a topic. */
export async function openIssueOf(tx: Transaction, { field, topic }: Topic): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    'SELECT id FROM product_issues WHERE field = $1 AND topic = $2 AND closed_at IS NULL',
    [field, topic],
  );
  return row?.id;
}

/** Opens the issue of a topic; a second open one is refused by the table. */
export async function insertIssue(
  tx: Transaction,
  row: Topic & { readonly id: string; readonly taskId: string; readonly at: string },
): Promise<void> {
  await tx.query(
    'INSERT INTO product_issues (id, field, topic, task_id, opened_at) VALUES ($1, $2, $3, $4, $5)',
    [row.id, row.field, row.topic, row.taskId, row.at],
  );
}

/** Issues, the latest first. */
export async function listIssueRows(tx: Transaction, { state, limit }: IssueFilter): Promise<ProductIssue[]> {
  return tx.query<ProductIssue>(
    `${listed} WHERE ($1::text IS NULL OR ($1 = 'open') = (t.state = 'open'))
     ORDER BY i.opened_at DESC, i.id LIMIT $2`,
    [state ?? null, limit],
  );
}

/** One issue with its cases in the order they came. */
export async function readIssue(
  tx: Transaction,
  id: string,
): Promise<(ProductIssue & { readonly caseList: readonly IssueCase[] }) | undefined> {
  const [issue] = await tx.query<ProductIssue>(`${listed} WHERE i.id = $1`, [id]);
  if (!issue) return undefined;
  const caseList = await tx.query<IssueCase>(
    `SELECT c.customer_key AS "customerKey",
       (SELECT min(value) FROM identities WHERE customer_key = c.customer_key AND kind = 'id') AS customer,
       c.treatment_id AS "treatmentId", (SELECT context FROM treatments WHERE id = c.treatment_id) AS context,
       c.counted_at AS "countedAt"
     FROM topic_cases c WHERE c.issue_id = $1 ORDER BY c.counted_at, c.request_key`,
    [id],
  );
  return { ...issue, caseList };
}

import type { Handling } from '../../../domain/handling/handling';
import type { Transaction } from '../store';

export type TaskState = 'open' | 'done' | 'expired' | 'cancelled';

/** Work that a person does. */
export interface TaskRow {
  readonly id: string;
  /** Null where it is about the book and no customer. */
  readonly customerKey: string | null;
  readonly treatmentId: string | null;
  readonly step: string;
  readonly path: string;
  readonly queue: string;
  readonly title: string;
  readonly details: string;
  readonly state: TaskState;
  readonly openedAt: string;
  readonly dueAt: string;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly result: string | null;
  /** It stays open when its treatment comes to its end by itself. */
  readonly keepOpen: boolean;
  /** How the customer was handled when it was opened: who it goes to, how urgent, at which stakes. */
  readonly handling: Handling | null;
  /** When the customer's service level wants a first response. */
  readonly respondBy: string | null;
}

const columns = `id, customer_key AS "customerKey", treatment_id AS "treatmentId", step, path, queue, title, details, state,
  opened_at AS "openedAt", due_at AS "dueAt", closed_at AS "closedAt", closed_by AS "closedBy", result,
  keep_open AS "keepOpen", handling, respond_by AS "respondBy"`;

/** One task, if there is one with this id. */
export async function findTask(tx: Transaction, id: string): Promise<TaskRow | undefined> {
  const [row] = await tx.query<TaskRow>(`SELECT ${columns} FROM tasks WHERE id = $1`, [id]);
  return row;
}

type NewTask = Omit<TaskRow, 'handling' | 'respondBy'> & Partial<Pick<TaskRow, 'handling' | 'respondBy'>>;

/** Opens a task; one opened before stays as it is. */
export async function insertTask(tx: Transaction, row: NewTask): Promise<void> {
  await tx.query(
    `INSERT INTO tasks (id, customer_key, treatment_id, step, path, queue, title, details, state, opened_at, due_at, keep_open,
       handling, respond_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING`,
    [
      row.id,
      row.customerKey,
      row.treatmentId,
      row.step,
      row.path,
      row.queue,
      row.title,
      row.details,
      row.state,
      row.openedAt,
      row.dueAt,
      row.keepOpen,
      row.handling ? JSON.stringify(row.handling) : null,
      row.respondBy ?? null,
    ],
  );
}

/** Whether a task of this step is open for the customer, outside of treatments. */
export async function hasOpenTask(tx: Transaction, customerKey: string, step: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM tasks WHERE customer_key = $1 AND step = $2 AND treatment_id IS NULL AND state = 'open' LIMIT 1`,
    [customerKey, step],
  );
  return rows.length > 0;
}

/** How an open task is closed. */
export interface TaskClosing {
  readonly state: Exclude<TaskState, 'open'>;
  readonly closedAt: string;
  readonly closedBy?: string;
  readonly result?: string;
}

/** Closes a task that is still open; undefined when it was closed before. */
export async function closeTask(
  tx: Transaction,
  id: string,
  closing: TaskClosing,
): Promise<TaskRow | undefined> {
  const [row] = await tx.query<TaskRow>(
    `UPDATE tasks SET state = $2, closed_at = $3, closed_by = $4, result = $5
     WHERE id = $1 AND state = 'open' RETURNING ${columns}`,
    [id, closing.state, closing.closedAt, closing.closedBy ?? null, closing.result ?? null],
  );
  return row;
}

/** Which tasks a list shows; `after` is the last row of the page before. */
export interface TaskFilter {
  readonly state?: TaskState;
  readonly queue?: string;
  readonly treatmentId?: string;
  /** The caller's id, or the key. */
  readonly customer?: string;
  readonly after?: { readonly dueAt: string; readonly id: string };
  readonly limit: number;
}

/** Tasks by the time they are due. */
export async function listTaskRows(tx: Transaction, filter: TaskFilter): Promise<TaskRow[]> {
  return tx.query<TaskRow>(
    `SELECT ${columns} FROM tasks
     WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR queue = $2) AND ($3::text IS NULL OR treatment_id = $3)
       AND ($4::timestamptz IS NULL OR (due_at, id) > ($4, $5::text))
       AND ($7::text IS NULL OR customer_key = (SELECT customer_named($7)))
     ORDER BY due_at, id LIMIT $6`,
    [
      filter.state ?? null,
      filter.queue ?? null,
      filter.treatmentId ?? null,
      filter.after?.dueAt ?? null,
      filter.after?.id ?? null,
      filter.limit,
      filter.customer ?? null,
    ],
  );
}

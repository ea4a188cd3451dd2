import type { Row, Transaction } from '../store';

/** A treatment as lists show it: where it is, what it waits for and what comes next. */
export interface ListedTreatment {
  readonly id: string;
  readonly customerKey: string;
  /** The caller's id. */
  readonly customer: string | null;
  readonly playbook: string;
  readonly context: string | null;
  readonly segment: string;
  readonly arm: string;
  readonly state: string;
  readonly pausedBy: readonly string[];
  readonly why: string;
  readonly step: string;
  readonly done: string;
  readonly waitingFor: string;
  readonly until: string | null;
  readonly next: string;
  readonly startedAt: string;
  readonly closedAt: string | null;
  readonly outcome: string | null;
  readonly outcomeReason: string | null;
}

/** What to list; `open` = everything that has not closed. */
export interface TreatmentFilter {
  readonly state?: string;
  readonly playbook?: string;
  readonly customer?: string;
  readonly outcome?: string;
  readonly after?: readonly [startedAt: string, id: string];
  readonly limit: number;
}

const listed = `t.id, t.customer_key AS "customerKey", i.value AS customer, t.playbook, t.context, t.segment, t.arm,
  t.state, t.paused_by AS "pausedBy", t.why, t.step, t.done, t.waiting_for AS "waitingFor", t.until,
  t.next_step AS next, t.started_at AS "startedAt", t.closed_at AS "closedAt", t.outcome,
  t.outcome_reason AS "outcomeReason"`;
const callersId = `LEFT JOIN LATERAL (SELECT min(value) AS value FROM identities
  WHERE customer_key = t.customer_key AND kind = 'id') i ON true`;

/** Treatments, the latest first. */
export async function listTreatmentViews(
  tx: Transaction,
  filter: TreatmentFilter,
): Promise<ListedTreatment[]> {
  const [startedAt, id] = filter.after ?? [null, null];
  return tx.query<ListedTreatment>(
    `SELECT ${listed} FROM treatments t ${callersId}
     WHERE ($1::text IS NULL OR t.state = $1 OR ($1 = 'open' AND t.state <> 'closed'))
       AND ($2::text IS NULL OR t.playbook = $2)
       AND ($3::text IS NULL OR t.customer_key = (SELECT customer_named($3)))
       AND ($4::text IS NULL OR t.outcome = $4)
       AND ($5::timestamptz IS NULL OR (t.started_at, t.id) < ($5, $6))
     ORDER BY t.started_at DESC, t.id DESC LIMIT $7`,
    [filter.state, filter.playbook, filter.customer, filter.outcome, startedAt, id, filter.limit],
  );
}

/** One treatment with all that belongs to it. */
export type TreatmentView = ListedTreatment & {
  readonly bookHash: string;
  readonly crossingId: string;
  readonly draw: Row;
  readonly parameters: Row;
  readonly breachedAt: string;
  readonly startTier: string;
  readonly startPoints: number;
  readonly terminal: Row | null;
  readonly measure: boolean | null;
  readonly measuredAt: string | null;
  readonly startDeliveredAt: string | null;
  readonly decisions: readonly Row[];
  readonly effects: readonly Row[];
  readonly approvals: readonly Row[];
  readonly tasks: readonly Row[];
  readonly inbox: readonly Row[];
};

type Head = Omit<TreatmentView, 'decisions' | 'effects' | 'approvals' | 'tasks' | 'inbox'>;

/** The treatment of an id, or undefined. */
export async function viewTreatment(tx: Transaction, id: string): Promise<TreatmentView | undefined> {
  const [head] = await tx.query<Head>(
    `SELECT ${listed}, t.book_hash AS "bookHash", t.crossing_id AS "crossingId", t.arm_draw AS draw, t.parameters,
       t.breached_at AS "breachedAt", t.start_tier AS "startTier", t.start_points AS "startPoints",
       CASE WHEN t.terminal_kind IS NULL THEN NULL ELSE jsonb_build_object('kind', t.terminal_kind,
         'reason', t.terminal_reason, 'outcome', t.terminal_outcome, 'at', iso(t.terminal_at)) END AS terminal,
       t.measure, t.measured_at AS "measuredAt", t.start_delivered_at AS "startDeliveredAt"
     FROM treatments t ${callersId} WHERE t.id = $1`,
    [id],
  );
  if (!head) return undefined;
  const read = (sql: string): Promise<Row[]> => tx.query(sql, [id]);
  return {
    ...head,
    decisions: await read(
      `SELECT crossing_id AS "crossingId", action, decision, decided_at AS "decidedAt"
       FROM decisions WHERE treatment_id = $1 ORDER BY id`,
    ),
    effects: await read(
      `SELECT request_key AS "requestKey", step, path, target, kind, channel, state, verdict,
              deferred_until AS "deferredUntil", invoice_id AS "invoiceId", attempt, receipt,
              reserved_at AS "reservedAt", attempting_at AS "attemptingAt", settled_at AS "settledAt"
       FROM effects WHERE treatment_id = $1 ORDER BY coalesce(reserved_at, updated_at), request_key`,
    ),
    approvals: await read(
      `SELECT id, step, path, policy, title, state, requested_at AS "requestedAt", due_at AS "dueAt",
              expires_at AS "expiresAt", decided_by AS "decidedBy", decided_at AS "decidedAt", comment, via, approvers,
              (SELECT count(*) FROM approval_votes WHERE approval_id = approvals.id) AS approved
       FROM approvals WHERE treatment_id = $1 ORDER BY requested_at, id`,
    ),
    tasks: await read(
      `SELECT id, step, path, queue, title, state, opened_at AS "openedAt", due_at AS "dueAt",
              closed_at AS "closedAt", closed_by AS "closedBy", result
       FROM tasks WHERE treatment_id = $1 ORDER BY opened_at, id`,
    ),
    inbox: await read(
      `SELECT seq, kind, disposition, created_at AS "createdAt", delivered_at AS "deliveredAt"
       FROM inbox_items WHERE treatment_id = $1 ORDER BY seq`,
    ),
  };
}

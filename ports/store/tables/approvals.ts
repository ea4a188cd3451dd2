import type { Tier } from '../../../domain/words';
import type { Transaction } from '../store';

/** One person's yes. */
export interface ApprovalVote {
  readonly by: string;
  readonly role: string;
  readonly at: string;
}

export type ApprovalState = 'open' | 'approved' | 'rejected' | 'expired' | 'withdrawn';

/** One decision that a person is asked for. */
export interface ApprovalRow {
  readonly id: string;
  readonly customerKey: string;
  readonly treatmentId: string;
  readonly step: string;
  readonly path: string;
  readonly policy: string;
  readonly title: string;
  readonly state: ApprovalState;
  readonly requestedAt: string;
  readonly dueAt: string;
  readonly expiresAt: string;
  readonly remindedAt: string | null;
  readonly factsSequence: number;
  readonly factsTier: Tier;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly draftTemplate: string | null;
  readonly draftSubject: string | null;
  readonly draftText: string | null;
  readonly finalSubject: string | null;
  readonly finalText: string | null;
  readonly decidedBy: string | null;
  readonly decidedRole: string | null;
  readonly decidedAt: string | null;
  readonly comment: string | null;
  readonly via: DecidedVia | null;
  /** How many different people must approve. */
  readonly approvers: number;
  /** Who has approved, the first first. */
  readonly votes: readonly ApprovalVote[];
  /** The question about a cohort that this is a part of. */
  readonly cohortDecision: string | null;
}

/** How a decision came: through the API, as a raw signal, or by the decision on the customer's cohort. */
export type DecidedVia = 'api' | 'unsigned' | 'cohort';

const columns = `id, customer_key AS "customerKey", treatment_id AS "treatmentId", step, path, policy, title, state,
  requested_at AS "requestedAt", due_at AS "dueAt", expires_at AS "expiresAt", reminded_at AS "remindedAt",
  facts_sequence AS "factsSequence", facts_tier AS "factsTier", evidence, draft_template AS "draftTemplate",
  draft_subject AS "draftSubject", draft_text AS "draftText", final_subject AS "finalSubject", final_text AS "finalText",
  decided_by AS "decidedBy", decided_role AS "decidedRole", decided_at AS "decidedAt", comment, via, approvers,
  cohort_decision AS "cohortDecision",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('by', subject, 'role', role, 'at', iso(at)) ORDER BY at, subject), '[]')
   FROM approval_votes WHERE approval_id = approvals.id) AS votes`;

/** One approval, if there is one with this id. */
export async function findApproval(tx: Transaction, id: string): Promise<ApprovalRow | undefined> {
  const [row] = await tx.query<ApprovalRow>(`SELECT ${columns} FROM approvals WHERE id = $1`, [id]);
  return row;
}

/** An approval to ask for; most are about one customer alone. */
export type NewApproval = Omit<ApprovalRow, 'cohortDecision'> & Partial<Pick<ApprovalRow, 'cohortDecision'>>;

/** Asks for a decision; an ask made before stays as it is. */
export async function insertApproval(tx: Transaction, row: NewApproval): Promise<void> {
  await tx.query(
    `INSERT INTO approvals (id, customer_key, treatment_id, step, path, policy, title, state, requested_at, due_at,
       expires_at, facts_sequence, facts_tier, evidence, draft_template, draft_subject, draft_text, approvers,
       cohort_decision)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::text::jsonb, $15, $16, $17, $18, $19)
     ON CONFLICT DO NOTHING`,
    [
      row.id,
      row.customerKey,
      row.treatmentId,
      row.step,
      row.path,
      row.policy,
      row.title,
      row.state,
      row.requestedAt,
      row.dueAt,
      row.expiresAt,
      row.factsSequence,
      row.factsTier,
      JSON.stringify(row.evidence),
      row.draftTemplate,
      row.draftSubject,
      row.draftText,
      row.approvers,
      row.cohortDecision ?? null,
    ],
  );
}

/** Records one person's yes, with the text it is a yes to; the approval stays open. */
export async function voteFor(
  tx: Transaction,
  id: string,
  vote: ApprovalVote & { readonly finalSubject: string | null; readonly finalText: string | null },
): Promise<void> {
  await tx.query('INSERT INTO approval_votes (approval_id, subject, role, at) VALUES ($1, $2, $3, $4)', [
    id,
    vote.by,
    vote.role,
    vote.at,
  ]);
  await tx.query(
    `UPDATE approvals SET final_subject = $2, final_text = $3 WHERE id = $1 AND state = 'open'`,
    [id, vote.finalSubject, vote.finalText],
  );
}

/** Adds news to the evidence of the treatment's open approvals, under `joined`. */
export async function joinApprovals(tx: Transaction, treatmentId: string, news: object): Promise<void> {
  await tx.query(
    `UPDATE approvals
     SET evidence = jsonb_set(evidence, '{joined}', coalesce(evidence->'joined', '[]') || jsonb_build_array($2::text::jsonb))
     WHERE treatment_id = $1 AND state = 'open'`,
    [treatmentId, JSON.stringify(news)],
  );
}

/** How an open approval is closed. */
export interface ApprovalClosing {
  readonly state: Exclude<ApprovalState, 'open'>;
  readonly decidedAt: string;
  readonly decidedBy?: string;
  readonly decidedRole?: string;
  readonly comment?: string;
  readonly finalSubject?: string | null;
  readonly finalText?: string | null;
  readonly via?: DecidedVia;
}

/** Closes an approval that is still open; undefined when it was closed before. */
export async function closeApproval(
  tx: Transaction,
  id: string,
  closing: ApprovalClosing,
): Promise<ApprovalRow | undefined> {
  const [row] = await tx.query<ApprovalRow>(
    `UPDATE approvals SET state = $2, decided_at = $3, decided_by = $4, decided_role = $5, comment = $6,
       final_subject = $7, final_text = $8, via = $9
     WHERE id = $1 AND state = 'open' RETURNING ${columns}`,
    [
      id,
      closing.state,
      closing.decidedAt,
      closing.decidedBy ?? null,
      closing.decidedRole ?? null,
      closing.comment ?? null,
      closing.finalSubject ?? null,
      closing.finalText ?? null,
      closing.via ?? null,
    ],
  );
  return row;
}

/** Marks an open approval as reminded; false when it is closed or was reminded before. */
export async function markReminded(tx: Transaction, id: string, at: string): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE approvals SET reminded_at = $2 WHERE id = $1 AND state = 'open' AND reminded_at IS NULL RETURNING id`,
    [id, at],
  );
  return rows.length > 0;
}

/** Open approvals of one treatment, oldest first. */
export async function listOpenApprovalsOf(tx: Transaction, treatmentId: string): Promise<ApprovalRow[]> {
  return tx.query<ApprovalRow>(
    `SELECT ${columns} FROM approvals WHERE treatment_id = $1 AND state = 'open' ORDER BY requested_at, id`,
    [treatmentId],
  );
}

/** What people last approved in a treatment, in its final words; empty where they have not. */
export async function lastApproved(
  tx: Transaction,
  treatmentId: string,
): Promise<{ readonly subject: string; readonly text: string }> {
  const [row] = await tx.query<{ subject: string; text: string }>(
    `SELECT coalesce(final_subject, draft_subject, '') AS subject, coalesce(final_text, draft_text, '') AS text
     FROM approvals WHERE treatment_id = $1 AND state = 'approved' ORDER BY decided_at DESC, id LIMIT 1`,
    [treatmentId],
  );
  return row ?? { subject: '', text: '' };
}

/** Which approvals a list shows; `after` is the last row of the page before. */
export interface ApprovalFilter {
  readonly state?: ApprovalState;
  readonly treatmentId?: string;
  /** The caller's id, or the key. */
  readonly customer?: string;
  readonly after?: { readonly dueAt: string; readonly id: string };
  readonly limit: number;
}

/**
 * Approvals by the time they are due. Of the open approvals of one cohort question only the first is shown, since
 * deciding it decides all; who asks about one customer or treatment sees its own.
 */
export async function listApprovalRows(tx: Transaction, filter: ApprovalFilter): Promise<ApprovalRow[]> {
  return tx.query<ApprovalRow>(
    `SELECT ${columns} FROM approvals
     WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR treatment_id = $2)
       AND ($3::timestamptz IS NULL OR (due_at, id) > ($3, $4::text))
       AND ($6::text IS NULL OR customer_key = (SELECT customer_named($6)))
       AND (state <> 'open' OR cohort_decision IS NULL OR $2::text IS NOT NULL OR $6::text IS NOT NULL OR id =
             (SELECT first.id FROM approvals first WHERE first.cohort_decision = approvals.cohort_decision
              AND first.state = 'open' ORDER BY first.due_at, first.id LIMIT 1))
     ORDER BY due_at, id LIMIT $5`,
    [
      filter.state ?? null,
      filter.treatmentId ?? null,
      filter.after?.dueAt ?? null,
      filter.after?.id ?? null,
      filter.limit,
      filter.customer ?? null,
    ],
  );
}

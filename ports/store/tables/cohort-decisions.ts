import type { Transaction } from '../store';

/** One question about a cohort, and what was decided. */
export interface CohortDecisionRow {
  readonly id: string;
  readonly policy: string;
  readonly cohort: string;
  readonly state: 'open' | 'approved' | 'rejected';
  readonly askedAt: string;
  readonly validMs: number;
  readonly decidedAt: string | null;
  /** Until when customers of the cohort are not asked about again. */
  readonly validUntil: string | null;
  readonly decidedBy: string | null;
  readonly decidedRole: string | null;
  readonly comment: string | null;
  readonly via: 'api' | 'unsigned' | null;
}

const columns = `id, policy, cohort, state, asked_at AS "askedAt", valid_ms AS "validMs", decided_at AS "decidedAt",
  valid_until AS "validUntil", decided_by AS "decidedBy", decided_role AS "decidedRole", comment, via`;

/** The decision that stands for a cohort now, if one does. */
export async function standingDecision(
  tx: Transaction,
  about: { readonly policy: string; readonly cohort: string; readonly now: string },
): Promise<CohortDecisionRow | undefined> {
  const [row] = await tx.query<CohortDecisionRow>(
    `SELECT ${columns} FROM cohort_decisions
     WHERE policy = $1 AND cohort = $2 AND state <> 'open' AND valid_until > $3
     ORDER BY decided_at DESC, id LIMIT 1`,
    [about.policy, about.cohort, about.now],
  );
  return row;
}

/** Asks about a cohort, or gives the question that is open; it is locked until the transaction ends. */
export async function openQuestion(
  tx: Transaction,
  ask: Pick<CohortDecisionRow, 'id' | 'policy' | 'cohort' | 'askedAt' | 'validMs'>,
): Promise<CohortDecisionRow> {
  const [row] = await tx.query<CohortDecisionRow>(
    `INSERT INTO cohort_decisions (id, policy, cohort, state, asked_at, valid_ms) VALUES ($1, $2, $3, 'open', $4, $5)
     ON CONFLICT (policy, cohort) WHERE state = 'open' DO UPDATE SET state = 'open' RETURNING ${columns}`,
    [ask.id, ask.policy, ask.cohort, ask.askedAt, ask.validMs],
  );
  if (!row) throw new Error(`the question about the cohort "${ask.cohort}" was neither asked nor found`);
  return row;
}

/** Takes back a question that was asked a moment too late. */
export async function dropQuestion(tx: Transaction, id: string): Promise<void> {
  await tx.query(`DELETE FROM cohort_decisions WHERE id = $1 AND state = 'open'`, [id]);
}

/** One question; the row is locked when `lock` says so. */
export async function findCohortDecision(
  tx: Transaction,
  id: string,
  options: { readonly lock?: boolean } = {},
): Promise<CohortDecisionRow | undefined> {
  const [row] = await tx.query<CohortDecisionRow>(
    `SELECT ${columns} FROM cohort_decisions WHERE id = $1${options.lock ? ' FOR UPDATE' : ''}`,
    [id],
  );
  return row;
}

/** How a question is answered. */
export interface CohortAnswer {
  readonly state: 'approved' | 'rejected';
  readonly decidedAt: string;
  readonly validUntil: string;
  readonly decidedBy: string;
  readonly decidedRole: string;
  readonly comment?: string;
  readonly via: 'api' | 'unsigned';
}

/** Answers a question that is open; false when it was answered before. */
export async function answerQuestion(tx: Transaction, id: string, answer: CohortAnswer): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE cohort_decisions SET state = $2, decided_at = $3, valid_until = $4, decided_by = $5, decided_role = $6,
       comment = $7, via = $8 WHERE id = $1 AND state = 'open' RETURNING id`,
    [
      id,
      answer.state,
      answer.decidedAt,
      answer.validUntil,
      answer.decidedBy,
      answer.decidedRole,
      answer.comment ?? null,
      answer.via,
    ],
  );
  return rows.length > 0;
}

/** A question with those who wait for it, as people see it. */
export interface CohortDecisionView extends CohortDecisionRow {
  /** Customers that wait for the decision now. */
  readonly waiting: number;
  /** The approval by which it is decided, while somebody waits. */
  readonly approvalId: string | null;
  /** Sums over those who wait, in major units; null where nothing was weighed. */
  readonly atRisk: number | null;
  readonly expectedSaving: number | null;
  readonly cost: number | null;
  readonly net: number | null;
}

const sum = (name: string): string => `sum((a.evidence->'economics'->>'${name}')::float8)`;

/** Questions and decisions, the newest question first. */
export async function listCohortDecisions(
  tx: Transaction,
  filter: { readonly state?: CohortDecisionRow['state']; readonly limit: number },
): Promise<CohortDecisionView[]> {
  return tx.query<CohortDecisionView>(
    `SELECT c.*, m.* FROM (
       SELECT ${columns} FROM cohort_decisions WHERE ($1::text IS NULL OR state = $1)
       ORDER BY asked_at DESC, id LIMIT $2) c
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS waiting, (array_agg(a.id ORDER BY a.due_at, a.id))[1] AS "approvalId",
         ${sum('atRisk')} AS "atRisk", ${sum('expectedSaving')} AS "expectedSaving",
         ${sum('cost')} AS cost, ${sum('net')} AS net
       FROM approvals a WHERE a.cohort_decision = c.id AND a.state = 'open') m
     ORDER BY c."askedAt" DESC, c.id`,
    [filter.state ?? null, filter.limit],
  );
}

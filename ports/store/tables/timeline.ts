import type { Row, Transaction } from '../store';

/** One thing that happened to a customer. */
export interface TimelineEntry {
  readonly at: string;
  readonly kind:
    | 'signal'
    | 'score'
    | 'crossing'
    | 'adjustment'
    | 'escalation'
    | 'decision'
    | 'start'
    | 'effect'
    | 'approval'
    | 'task'
    | 'hold'
    | 'end'
    | 'outcome'
    | 'merge';
  readonly title: string;
  readonly treatmentId: string | null;
  readonly details: Row;
}

// What is about less than the whole customer says so.
const about = `coalesce(' about ' || context, '')`;
// Each branch gives its latest rows only; the merge then takes the latest of all.
const branches = [
  `SELECT accepted_at AS at, position AS n, 'signal' AS kind, name || ' = ' || (value #>> '{}') AS title,
     NULL AS "treatmentId", jsonb_strip_nulls(jsonb_build_object('occurredAt', iso(occurred_at), 'context', context)) AS details
   FROM signals WHERE customer_key = $1`,
  // A score stands between the facts it is made of and the boundaries it crosses.
  `SELECT recorded_at, sequence - 0.5, 'score', dimension || ' ' || from_tier || ' to ' || tier, NULL,
     jsonb_strip_nulls(jsonb_build_object('points', points, 'evaluatedAt', iso(evaluated_at), 'capped', capped,
       'definition', definition, 'reasons', reasons, 'mergedFrom', merged_from))
   FROM score_history WHERE customer_key = $1 AND tier <> from_tier`,
  `SELECT accepted_at, sequence, 'crossing', direction || ' ' || segment || ${about}, NULL,
     jsonb_strip_nulls(jsonb_build_object('id', id, 'occurredAt', iso(occurred_at), 'disposition', disposition,
       'context', context, 'reasons', crossing->'reasons', 'fromTier', crossing->'fromTier', 'toTier', crossing->'toTier'))
   FROM crossings WHERE customer_key = $1`,
  `SELECT at, sequence, 'adjustment', what || ': ' || coalesce(from_level, 'standard') || ' to ' || coalesce(to_level, 'standard'),
     NULL, jsonb_build_object('from', from_level, 'to', to_level, 'because', because)
   FROM adjustments WHERE customer_key = $1`,
  `SELECT at, position, 'escalation', kind || ': ' || signal || ' in ' || segment, NULL,
     jsonb_build_object('segment', segment, 'signal', signal, 'until', iso(until))
   FROM escalations WHERE customer_key = $1`,
  `SELECT decided_at, id, 'decision', action || ' ' || playbook, treatment_id,
     jsonb_build_object('crossingId', crossing_id, 'reason', decision->'reason', 'rejected', decision->'rejected')
       || jsonb_strip_nulls(jsonb_build_object('context', decision->'context'))
   FROM decisions WHERE customer_key = $1`,
  `SELECT started_at, ordinal, 'start', playbook || ${about}, id,
     jsonb_strip_nulls(jsonb_build_object('why', why, 'arm', arm, 'context', context)) FROM treatments WHERE customer_key = $1`,
  `SELECT coalesce(settled_at, attempting_at, reserved_at, updated_at), 0, 'effect', kind || ' ' || state, treatment_id,
     jsonb_build_object('requestKey', request_key, 'step', step, 'verdict', verdict)
   FROM effects WHERE customer_key = $1`,
  `SELECT coalesce(decided_at, requested_at), 0, 'approval', title || ': ' || state, treatment_id,
     jsonb_strip_nulls(jsonb_build_object('id', id, 'by', decided_by, 'comment', comment,
       'approved', CASE WHEN approvers > 1 THEN
         (SELECT count(*) FROM approval_votes WHERE approval_id = approvals.id) || ' of ' || approvers END))
   FROM approvals WHERE customer_key = $1`,
  `SELECT coalesce(closed_at, opened_at), 0, 'task', title || ': ' || state, treatment_id,
     jsonb_strip_nulls(jsonb_build_object('id', id, 'queue', queue, 'by', closed_by, 'result', result))
   FROM tasks WHERE customer_key = $1`,
  `SELECT placed_at, 0, 'hold', what || ': held', treatment_id,
     jsonb_strip_nulls(jsonb_build_object('until', iso(expires_at), 'keep', nullif(keep, false)))
   FROM holds WHERE customer_key = $1`,
  `SELECT released_at, 1, 'hold', what || ': released', treatment_id, jsonb_build_object('why', released_why)
   FROM holds WHERE customer_key = $1 AND released_at IS NOT NULL`,
  `SELECT terminal_at, terminal_position, 'end', terminal_kind || ': ' || terminal_reason, id, '{}'::jsonb
   FROM treatments WHERE customer_key = $1 AND terminal_at IS NOT NULL`,
  `SELECT closed_at, ordinal, 'outcome', playbook || ${about} || ': ' || outcome, id,
     jsonb_strip_nulls(jsonb_build_object('reason', outcome_reason, 'context', context))
   FROM treatments WHERE customer_key = $1 AND closed_at IS NOT NULL`,
  `SELECT merged_at, 0, 'merge', 'merged with ' || key, NULL, '{}'::jsonb FROM customers WHERE merged_into = $1`,
];
const sql = `SELECT at, kind, title, "treatmentId", details FROM (
  ${branches.map((branch) => `(${branch} ORDER BY 1 DESC, 2 DESC LIMIT $2)`).join('\n  UNION ALL\n  ')}
) AS happened ORDER BY at DESC, n DESC LIMIT $2`;

/** The latest things that happened to a customer, oldest first. */
export async function readTimeline(
  tx: Transaction,
  customerKey: string,
  limit: number,
): Promise<TimelineEntry[]> {
  const latest = await tx.query<TimelineEntry>(sql, [customerKey, limit]);
  return latest.reverse();
}

import type { ArmDraw } from '../../../domain/arbitration/decision';
import type { Arm, Tier } from '../../../domain/words';
import type { Transaction } from '../store';

/** `ending` = a stop, goal or exit was accepted and the workflow has not closed yet. */
export type TreatmentState = 'running' | 'paused' | 'ending' | 'closed';

/** A treatment as the use cases work with it. */
export interface TreatmentRow {
  readonly id: string;
  readonly customerKey: string;
  readonly playbook: string;
  readonly context: string | null;
  readonly segment: string;
  readonly crossingId: string;
  readonly arm: Arm;
  readonly bookHash: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly state: TreatmentState;
  readonly pausedBy: readonly string[];
  readonly terminalKind: string | null;
  readonly terminalReason: string | null;
  readonly terminalOutcome: string | null;
  readonly terminalAt: string | null;
  readonly startPoints: number;
  readonly startTier: Tier;
  readonly startedAt: string;
  readonly breachedAt: string;
  readonly why: string;
  readonly closedAt: string | null;
  readonly outcome: string | null;
  readonly outcomeReason: string | null;
}

/** Columns of a treatment under the names of TreatmentRow, of the table or alias `t`. */
export const treatmentColumns = `t.id, t.customer_key AS "customerKey", t.playbook, t.context, t.segment,
  t.crossing_id AS "crossingId", t.arm, t.book_hash AS "bookHash", t.parameters, t.state, t.paused_by AS "pausedBy",
  t.terminal_kind AS "terminalKind", t.terminal_reason AS "terminalReason",
  t.terminal_outcome AS "terminalOutcome", t.terminal_at AS "terminalAt", t.start_points AS "startPoints",
  t.start_tier AS "startTier", t.started_at AS "startedAt", t.breached_at AS "breachedAt", t.why,
  t.closed_at AS "closedAt", t.outcome, t.outcome_reason AS "outcomeReason"`;

/** One treatment. */
export async function readTreatment(tx: Transaction, id: string): Promise<TreatmentRow | undefined> {
  const [row] = await tx.query<TreatmentRow>(`SELECT ${treatmentColumns} FROM treatments t WHERE id = $1`, [
    id,
  ]);
  return row;
}

/** A treatment about to start. */
export interface NewTreatment {
  readonly id: string;
  readonly customerKey: string;
  readonly playbook: string;
  readonly context?: string;
  readonly ordinal: number;
  readonly segment: string;
  readonly crossingId: string;
  readonly draw: ArmDraw;
  readonly bookHash: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly startPoints: number;
  readonly startTier: Tier;
  readonly startedAt: string;
  readonly breachedAt: string;
  readonly why: string;
  /** When its measure is due; absent = none. */
  readonly measureDueAt?: string;
}

/** Stores a treatment that runs from now on. */
export async function insertTreatment(tx: Transaction, row: NewTreatment): Promise<void> {
  await tx.query(
    `INSERT INTO treatments (id, customer_key, playbook, context, ordinal, segment, crossing_id, arm, arm_draw,
       book_hash, parameters, state, start_points, start_tier, started_at, breached_at, why, measure_due_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'running', $12, $13, $14, $15, $16, $17)`,
    [
      row.id,
      row.customerKey,
      row.playbook,
      row.context,
      row.ordinal,
      row.segment,
      row.crossingId,
      row.draw.arm,
      JSON.stringify(row.draw),
      row.bookHash,
      JSON.stringify(row.parameters),
      row.startPoints,
      row.startTier,
      row.startedAt,
      row.breachedAt,
      row.why,
      row.measureDueAt,
    ],
  );
}

/** Sets who pauses a treatment; it runs again when nobody does. An ending or closed one is left alone. */
export async function setPausedBy(
  tx: Transaction,
  id: string,
  pausedBy: readonly string[],
): Promise<TreatmentState | undefined> {
  const [row] = await tx.query<{ state: TreatmentState }>(
    `UPDATE treatments SET paused_by = $2::jsonb, state = $3
     WHERE id = $1 AND state IN ('running', 'paused') RETURNING state`,
    [id, JSON.stringify(pausedBy), pausedBy.length > 0 ? 'paused' : 'running'],
  );
  return row?.state;
}

/** Accepts a terminal item; false when one was accepted before or the treatment is closed. */
export async function setTerminal(
  tx: Transaction,
  id: string,
  terminal: { kind: string; reason: string; outcome: string; at: string; position: number },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE treatments SET state = 'ending', terminal_kind = $2, terminal_reason = $3, terminal_outcome = $4,
       terminal_at = $5, terminal_position = $6
     WHERE id = $1 AND terminal_kind IS NULL AND state <> 'closed' RETURNING id`,
    [id, terminal.kind, terminal.reason, terminal.outcome, terminal.at, terminal.position],
  );
  return rows.length > 0;
}

/** Records how a treatment ended, at no step any more; false when it had been recorded before. */
export async function setClosed(
  tx: Transaction,
  id: string,
  end: { outcome: string; reason: string; details: string; at: string },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE treatments SET state = 'closed', closed_at = $4, outcome = $2, outcome_reason = $3, outcome_details = $5,
       step = '', waiting_for = '', until = NULL, next_step = ''
     WHERE id = $1 AND state <> 'closed' RETURNING id`,
    [id, end.outcome, end.reason, end.at, end.details],
  );
  return rows.length > 0;
}

/** Treatments of a customer that one other treatment keeps paused. */
export async function pausedByReason(
  tx: Transaction,
  customerKey: string,
  reason: string,
): Promise<TreatmentRow[]> {
  return tx.query<TreatmentRow>(
    `SELECT ${treatmentColumns} FROM treatments t
     WHERE customer_key = $1 AND state = 'paused' AND paused_by ? $2 ORDER BY ordinal`,
    [customerKey, reason],
  );
}

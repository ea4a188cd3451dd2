import type { Crossing } from '../../../domain/crossing';
import type { Score } from '../../../domain/scoring/score';
import type { ScoreChange } from '../../../domain/scoring/score-change';
import type { Membership } from '../../../domain/segments/segment';
import type { Transaction } from '../store';

/** How a stored crossing is to be read: acted on, recorded as out of date or as no news, or recorded without treating. */
export type CrossingDisposition = 'live' | 'stale' | 'unchanged' | 'backfill';

/** A crossing and how it is to be read. */
export interface DisposedCrossing {
  readonly crossing: Crossing;
  readonly disposition: CrossingDisposition;
}

/** What one evaluation (or several, one after the other) changed of one customer. */
export interface EvaluationWrite {
  readonly customerKey: string;
  readonly position: number;
  /** Absent before the first evaluation. */
  readonly asOf?: string;
  readonly nextEvaluationAt?: string;
  /** Absent before the first evaluation. */
  readonly valueAmount?: number;
  /** Absent while the customer is live. */
  readonly backfilledFrom?: string;
  readonly scores: readonly Score[];
  /** In the order they came. */
  readonly scoreChanges: readonly ScoreChange[];
  readonly memberships: readonly Membership[];
  readonly left: readonly { readonly segment: string; readonly context: string }[];
  readonly crossings: readonly DisposedCrossing[];
  readonly at: string;
}

const sql = `WITH scored AS (
    INSERT INTO scores (customer_key, dimension, score, sequence, evaluated_at)
    SELECT $1, score->>'dimension', score, $5, $6 FROM jsonb_array_elements($2::jsonb) AS score
    ON CONFLICT (customer_key, dimension) DO UPDATE
      SET score = excluded.score, sequence = excluded.sequence, evaluated_at = excluded.evaluated_at),
  gone AS (
    DELETE FROM memberships USING jsonb_to_recordset($4::jsonb) AS l(segment text, context text)
    WHERE memberships.customer_key = $1 AND memberships.segment = l.segment AND memberships.context = l.context),
  placed AS (
    INSERT INTO memberships (customer_key, segment, context, membership)
    SELECT $1, m->>'segment', coalesce(m->>'context', ''), m FROM jsonb_array_elements($3::jsonb) AS m
    ON CONFLICT (customer_key, segment, context) DO UPDATE SET membership = excluded.membership),
  crossed AS (
    INSERT INTO crossings (id, customer_key, context, segment, direction, crossing, sequence, origin, disposition,
      occurred_at, accepted_at)
    SELECT c->>'id', $1, c->>'context', c->>'segment', c->>'direction', c, (c->>'sequence')::bigint, c->>'origin',
      disposition, (c->>'occurredAt')::timestamptz, $9
    FROM jsonb_to_recordset($8::jsonb) AS found(crossing jsonb, disposition text), LATERAL (SELECT found.crossing) AS l(c)),
  told AS (
    INSERT INTO score_history (customer_key, dimension, evaluated_at, sequence, recorded_at, points, from_tier, tier,
      capped, confidence, definition, model, reasons)
    SELECT $1, dimension, "evaluatedAt", sequence, $9, points, "fromTier", tier, capped, confidence, definition, model, reasons
    FROM jsonb_to_recordset($12::jsonb) AS h(dimension text, "evaluatedAt" timestamptz, sequence bigint, points float8,
      "fromTier" text, tier text, capped text, confidence float8, definition text, model text, reasons jsonb))
  UPDATE customers SET position = greatest(position, $5), last_as_of = greatest(last_as_of, $6::timestamptz),
    next_evaluation_at = $7, value_amount = coalesce($10, value_amount), backfilled_from = $11
  WHERE key = $1`;

/** Stores what an evaluation changed, in one statement. The customer must be locked. */
export async function writeEvaluation(tx: Transaction, write: EvaluationWrite): Promise<void> {
  await tx.query(sql, [
    write.customerKey,
    JSON.stringify(write.scores),
    JSON.stringify(write.memberships),
    JSON.stringify(write.left),
    write.position,
    write.asOf,
    write.nextEvaluationAt,
    JSON.stringify(write.crossings),
    write.at,
    write.valueAmount,
    write.backfilledFrom,
    JSON.stringify(write.scoreChanges.map(historyRow)),
  ]);
}

// Reasons by their codes: the words are the book's, and would be two thirds of the row.
function historyRow({ score, ...change }: ScoreChange) {
  const { dimension, points, tier, capped, confidence, definition, model } = score;
  const reasons = score.reasons.map(({ code, points: adds }) => ({ code, points: adds }));
  return { ...change, dimension, points, tier, capped, confidence, definition, model, reasons };
}

import type { ScoreReason } from '../../../domain/scoring/score';
import type { Dimension, Tier } from '../../../domain/words';
import type { Row, Transaction } from '../store';

/** What a score came to when it changed. */
export interface ScoreHistoryEntry {
  /** The instant the evaluation counted from. */
  readonly at: string;
  readonly dimension: Dimension;
  readonly points: number;
  readonly fromTier: Tier;
  readonly tier: Tier;
  readonly capped: string | null;
  readonly confidence: number;
  readonly definition: string | null;
  readonly model: string;
  readonly reasons: readonly Pick<ScoreReason, 'code' | 'points'>[];
  /** Key of the merged customer whose score it was; null = its own. */
  readonly mergedFrom: string | null;
}

/** Which part of a history to read. */
export interface ScoreHistoryWindow {
  readonly dimension?: Dimension | undefined;
  /** From this instant on. */
  readonly since?: string | undefined;
  readonly limit: number;
}

const columns = `evaluated_at AS at, dimension, points, from_tier AS "fromTier", tier, capped, confidence, definition, model,
  reasons, merged_from AS "mergedFrom"`;

/** The latest changes of a customer's scores in a window, oldest first. */
export async function readScoreHistory(
  tx: Transaction,
  customerKey: string,
  { dimension, since, limit }: ScoreHistoryWindow,
): Promise<ScoreHistoryEntry[]> {
  const latest = await tx.query<ScoreHistoryEntry>(
    `SELECT ${columns} FROM score_history
     WHERE customer_key = $1 AND ($2::text IS NULL OR dimension = $2)
       AND ($3::timestamptz IS NULL OR evaluated_at >= $3)
     ORDER BY evaluated_at DESC, sequence DESC, dimension DESC LIMIT $4`,
    [customerKey, dimension ?? null, since ?? null, limit],
  );
  return latest.reverse();
}

/** What a score was when a time began, and its latest changes from then on, oldest first. */
export async function scoreHistoryOver(
  tx: Transaction,
  customerKey: string,
  over: { readonly dimension: Dimension; readonly since: string; readonly limit: number },
): Promise<ScoreHistoryEntry[]> {
  const stood = await tx.query<ScoreHistoryEntry>(
    `SELECT ${columns} FROM score_history WHERE customer_key = $1 AND dimension = $2 AND evaluated_at < $3
     ORDER BY evaluated_at DESC, sequence DESC LIMIT 1`,
    [customerKey, over.dimension, over.since],
  );
  return [...stood, ...(await readScoreHistory(tx, customerKey, over))];
}

/** A customer's scores as they stand, their reasons in words; `evaluatedAt` = the evaluation that last changed it. */
export async function readScores(
  tx: Transaction,
  customerKey: string,
  dimension: Dimension | undefined,
): Promise<Row[]> {
  const rows = await tx.query<{ score: Row; evaluatedAt: string }>(
    `SELECT score, evaluated_at AS "evaluatedAt" FROM scores
     WHERE customer_key = $1 AND ($2::text IS NULL OR dimension = $2) ORDER BY dimension`,
    [customerKey, dimension ?? null],
  );
  return rows.map(({ score, evaluatedAt }) => ({ ...score, evaluatedAt }));
}

import type { Dimension } from '../domain/words';
import type { Row, Transaction } from '../ports/store/store';
import {
  readScoreHistory,
  readScores,
  scoreHistoryOver,
  type ScoreHistoryEntry,
  type ScoreHistoryWindow,
} from '../ports/store/tables/score-history';
import type { TreatmentRow } from '../ports/store/tables/treatments';
import type { Application } from './application';

/** What a customer's scores are and how they came to it. */
export interface CustomerScores {
  readonly scores: readonly Row[];
  /** Oldest first. */
  readonly history: readonly ScoreHistoryEntry[];
}

/** The present scores with their reasons, and the latest changes in the window asked for. */
export async function customerScores(
  app: Pick<Application, 'store'>,
  customerKey: string,
  window: ScoreHistoryWindow,
): Promise<CustomerScores> {
  return app.store.transaction(async (tx) => ({
    scores: await readScores(tx, customerKey, window.dimension),
    history: await readScoreHistory(tx, customerKey, window),
  }));
}

// More than a score moves in the longest play; the checkpoints stand beside it.
const changesShown = 50;

/** One line of what whoever decides about a treatment sees. */
export type ScoreMove = Pick<ScoreHistoryEntry, 'at' | 'points' | 'tier'> & {
  /** Codes of what added points. */
  readonly reasons: readonly string[];
  /** Key of the merged customer whose score it was. */
  readonly mergedFrom?: string;
};

/** How the score a treatment is about has moved since it began; of one about less than the customer none is kept. */
export async function scoreMoves(
  tx: Transaction,
  treatment: Pick<TreatmentRow, 'customerKey' | 'context' | 'startedAt'>,
  dimension: Dimension | undefined,
): Promise<ScoreMove[]> {
  const { customerKey, context, startedAt } = treatment;
  if (dimension === undefined || context !== null) return [];
  const over = { dimension, since: startedAt, limit: changesShown };
  const history = await scoreHistoryOver(tx, customerKey, over);
  return history.map(({ at, points, tier, reasons, mergedFrom }) => ({
    at,
    points,
    tier,
    reasons: reasons.map(({ code }) => code),
    ...(mergedFrom !== null && { mergedFrom }),
  }));
}

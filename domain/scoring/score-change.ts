import type { Tier } from '../words';
import type { Score } from './score';

/** A score that says something else than the one before it. */
export interface ScoreChange {
  readonly score: Score;
  /** Low for a customer that had no such score. */
  readonly fromTier: Tier;
  /** ISO instant the evaluation counted from. */
  readonly evaluatedAt: string;
  /** Position of the evaluation in the customer's order of acceptance. */
  readonly sequence: number;
}

/**
 * Whether people would read a score differently: other points or another tier, another cap or definition, or confidence
 * that has crossed `strongFrom`. Confidence moves with every fact and every day, so its value alone is no news; and where
 * nothing counts before and after, neither definition nor confidence says anything.
 */
export function saysOther(score: Score, before: Score | undefined, strongFrom: number): boolean {
  const { points, tier } = before ?? { points: 0, tier: 'low' };
  if (score.points !== points || score.tier !== tier) return true;
  if (!before || points === 0) return false;
  const sameDefinition = before.definition === undefined || before.definition === score.definition;
  const sameBand = score.confidence >= strongFrom === before.confidence >= strongFrom;
  return score.capped !== before.capped || !sameDefinition || !sameBand;
}

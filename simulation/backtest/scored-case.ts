import type { Tier } from '../../domain/words';

/** One customer of a table: what a score said of it, and what really came. */
export interface ScoredCase {
  /** 0–100. */
  readonly points: number;
  readonly tier: Tier;
  /** Codes of the reasons behind the score. */
  readonly reasons: readonly string[];
  /** What the score predicts has happened. */
  readonly happened: boolean;
}

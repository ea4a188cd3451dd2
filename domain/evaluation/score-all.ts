import type { PreparedDimension } from '../scoring/prepared-score';
import type { EarlierScore, Score } from '../scoring/score';
import { scoreDimension, type Scored } from '../scoring/score-dimension';
import type { ScoringSituation } from '../scoring/situation';
import type { Dimension } from '../words';
import type { Scope } from './scope';

/** All dimensions are scored over the same facts and only then shown: no score reads another. */
export function scoreAll(
  dimensions: readonly PreparedDimension[],
  previous: Readonly<Partial<Record<Dimension, EarlierScore>>>,
  situation: ScoringSituation & { readonly scope: Scope },
): { readonly scored: Partial<Record<Dimension, Scored>>; readonly scores: readonly Score[] } {
  const scored: Partial<Record<Dimension, Scored>> = {};
  const scores: Score[] = [];
  for (const prepared of dimensions) {
    const result = scoreDimension(prepared, previous[prepared.dimension], situation);
    if (!result) continue;
    scored[prepared.dimension] = result;
    scores.push(result.score);
  }
  for (const { dimension, points, tier, confidence } of scores) {
    situation.scope.scores[dimension] = { points, tier, confidence };
  }
  return { scored, scores };
}

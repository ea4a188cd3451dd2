import type { PreparedScore } from '../scoring/prepared-score';
import type { EarlierScore, Score } from '../scoring/score';
import { scoreDimension, type Scored, type ScoringSituation } from '../scoring/score-dimension';
import type { Dimension } from '../words';
import type { Scope } from './scope';

/** All dimensions are scored over the same facts and only then shown: no score reads another. */
export function scoreAll(
  definitions: readonly PreparedScore[],
  previous: Readonly<Partial<Record<Dimension, EarlierScore>>>,
  situation: ScoringSituation & { readonly scope: Scope },
): { readonly scored: Partial<Record<Dimension, Scored>>; readonly scores: readonly Score[] } {
  const scored: Partial<Record<Dimension, Scored>> = {};
  const scores: Score[] = [];
  for (const definition of definitions) {
    const { dimension } = definition.definition;
    const result = scoreDimension(definition, previous[dimension], situation);
    scored[dimension] = result;
    scores.push(result.score);
  }
  for (const { dimension, points, tier, confidence } of scores) {
    situation.scope.scores[dimension] = { points, tier, confidence };
  }
  return { scored, scores };
}

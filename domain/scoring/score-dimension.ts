import { sourceCount, sourceList, type SourceSet } from '../signals/source-set';
import type { Tier } from '../words';
import { confidenceOf } from './confidence';
import type { PreparedDimension, PreparedScore } from './prepared-score';
import type { EarlierScore, Score } from './score';
import { scoreByCard } from './score-by-card';
import { scoreByRules } from './score-by-rules';
import type { ScoringSituation } from './situation';
import { tierOf } from './tier';

/** A score with its sources as a set, for those who count them further. */
export interface Scored {
  readonly score: Score;
  readonly sources: SourceSet;
  /** Texts of the reasons, and whether one of them crosses without confirmation. */
  readonly texts: readonly string[];
  readonly immediate: boolean;
}

/** Scores one dimension by the most specific definition that matches: points, cut into a tier, capped where too few sources agree. */
export function scoreDimension(
  prepared: PreparedDimension,
  previous: EarlierScore | undefined,
  situation: ScoringSituation,
): Scored | undefined {
  const chosen = definitionFor(prepared, situation.scope);
  if (!chosen) return undefined;
  const { definition, model, cohort, scorecard, rules } = chosen;
  const { points, reasons, sources, immediate } = scorecard
    ? scoreByCard(scorecard, situation)
    : scoreByRules(rules, situation);
  const reached = tierOf(points, definition.tiers, reachedBefore(previous));
  const capped = reached === 'high' && sourceCount(sources) < definition.minimumSources;
  const score: Score = {
    dimension: definition.dimension,
    points,
    tier: capped ? 'medium' : reached,
    reasons,
    sources: sourceList(sources),
    confidence: confidenceOf(prepared.inputs, definition.minimumSources, situation),
    model,
    definition: definition.id,
    cohort,
    capped: capped ? 'single source' : undefined,
  };
  return { score, sources, texts: reasons.map(({ text }) => text), immediate };
}

/** The first definition that is for this customer; they stand with the most specific first. */
export function definitionFor({ definitions }: PreparedDimension, scope: object): PreparedScore | undefined {
  for (const one of definitions) if (!one.isFor || one.isFor(scope)) return one;
  return undefined;
}

/** Hysteresis is about points: a tier that was only capped had been reached. */
function reachedBefore(previous: EarlierScore | undefined): Tier {
  return previous?.capped === undefined ? (previous?.tier ?? 'low') : 'high';
}

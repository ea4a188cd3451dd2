import type { SourceSet } from '../signals/source-set';
import type { PreparedFeature, PreparedScore } from './prepared-score';
import { sourcesNow, standsAside, type Found, type ScoringSituation } from './situation';

interface Lift {
  readonly prepared: PreparedFeature;
  /** By how much the feature lifts the log-odds above those of an ordinary customer. */
  readonly by: number;
}

/** The probability of a logistic scorecard in percent, with the features that raise it as reasons, the strongest first. */
export function scoreByCard(
  { intercept, features }: NonNullable<PreparedScore['scorecard']>,
  situation: ScoringSituation,
): Found {
  let logit = intercept;
  const lifts: Lift[] = [];
  for (const prepared of features) {
    const { feature, valueOf } = prepared;
    const value = standsAside(prepared, situation) ? undefined : valueOf(situation.scope);
    logit += feature.weight * (value ?? feature.missing);
    const by = value === undefined ? 0 : feature.weight * (value - feature.reference);
    if (by > 0) lifts.push({ prepared, by });
  }
  lifts.sort((one, other) => other.by - one.by);
  const points = percent(logit);
  let sources: SourceSet = 0;
  for (const { prepared } of lifts) sources |= sourcesNow(prepared, situation.scope);
  const reasons = lifts.map(({ prepared: { feature }, by }) => ({
    code: feature.code,
    text: feature.text,
    points: round(points - percent(logit - by)),
    sources: feature.sources,
    immediate: false,
  }));
  return { points, reasons, sources, immediate: false };
}

function percent(logit: number): number {
  return round(100 / (1 + Math.exp(-logit)));
}

// One digit is more than any model knows, and what is shown is what tiers are cut by.
function round(points: number): number {
  return Math.round(points * 10) / 10;
}

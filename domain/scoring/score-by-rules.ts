import type { SourceSet } from '../signals/source-set';
import type { PreparedRule } from './prepared-score';
import type { ScoreReason } from './score';
import { sourcesNow, standsAside, type Found, type ScoringSituation } from './situation';

/** The points of the rules that hold, summed and cut at 100. */
export function scoreByRules(rules: readonly PreparedRule[], situation: ScoringSituation): Found {
  const reasons: ScoreReason[] = [];
  let immediate = false;
  let points = 0;
  let sources: SourceSet = 0;
  for (const rule of rules) {
    if (!rule.holds(situation.scope) || standsAside(rule, situation)) continue;
    reasons.push(rule.reason);
    immediate ||= rule.reason.immediate;
    points += rule.reason.points;
    sources |= sourcesNow(rule, situation.scope);
  }
  return { points: Math.min(100, Math.max(0, points)), reasons, sources, immediate };
}

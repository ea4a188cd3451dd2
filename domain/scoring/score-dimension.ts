import type { Facts } from '../facts';
import type { FactTable } from '../signals/fact-table';
import { sourceCount, sourceList, type SourceSet } from '../signals/source-set';
import type { Tier } from '../words';
import type { PreparedRule, PreparedScore } from './prepared-score';
import type { EarlierScore, Score, ScoreReason } from './score';
import { tierOf } from './tier';

/** What scoring needs beside the facts in scope. */
export interface ScoringSituation {
  readonly scope: Facts;
  readonly table: FactTable;
  readonly asOf: number;
  readonly openTreatments: readonly { readonly playbook: string }[];
}

/** A score with its sources as a set, for those who count them further. */
export interface Scored {
  readonly score: Score;
  readonly sources: SourceSet;
  /** Texts of the reasons, and whether one of them crosses without confirmation. */
  readonly texts: readonly string[];
  readonly immediate: boolean;
}

/** Scores one dimension: the points of the rules that hold, cut into a tier, capped where too few sources agree. */
export function scoreDimension(
  prepared: PreparedScore,
  previous: EarlierScore | undefined,
  situation: ScoringSituation,
): Scored {
  const reasons: ScoreReason[] = [];
  const texts: string[] = [];
  let immediate = false;
  let points = 0;
  let sources: SourceSet = 0;
  for (const rule of prepared.rules) {
    if (!mayHold(rule, situation.scope) || !rule.holds(situation.scope) || standsAside(rule, situation))
      continue;
    reasons.push(rule.reason);
    texts.push(rule.reason.text);
    immediate ||= rule.reason.immediate;
    points += rule.reason.points;
    sources |= sourcesNow(rule, situation.scope);
  }
  points = Math.min(100, Math.max(0, points));
  const { definition, model } = prepared;
  const reached = tierOf(points, definition.tiers, reachedBefore(previous));
  const capped = reached === 'high' && sourceCount(sources) < definition.minimumSources;
  const score: Score = {
    dimension: definition.dimension,
    points,
    tier: capped ? 'medium' : reached,
    reasons,
    sources: sourceList(sources),
    confidence: confidenceOf(prepared, situation),
    model,
    ...(capped && { capped: 'single source' }),
  };
  return { score, sources, texts, immediate };
}

/** Hysteresis is about points: a tier that was only capped had been reached. */
function reachedBefore(previous: EarlierScore | undefined): Tier {
  return previous?.capped === undefined ? (previous?.tier ?? 'low') : 'high';
}

function mayHold(rule: PreparedRule, { signals }: Facts): boolean {
  for (const name of rule.required) if (signals[name] === undefined) return false;
  return true;
}

function standsAside(rule: PreparedRule, { openTreatments }: ScoringSituation): boolean {
  return (
    rule.ignoredWhileOpen.length > 0 &&
    openTreatments.some((open) => rule.ignoredWhileOpen.includes(open.playbook))
  );
}

/** A rule of `a || b` rests on those of its signals that are there. */
function sourcesNow(rule: PreparedRule, scope: Facts): SourceSet {
  if (rule.reads.length === 0) return rule.sources;
  let sources: SourceSet = 0;
  for (const read of rule.reads) if (scope.signals[read.name] !== undefined) sources |= read.sources;
  return sources;
}

/** Share of the inputs ever heard of that are still fresh: silence about a customer makes its score doubtful. */
function confidenceOf(prepared: PreparedScore, { table, asOf }: ScoringSituation): number {
  let known = 0;
  let fresh = 0;
  for (const input of prepared.inputs) {
    const latest = table.latest[input.slot];
    if (!latest) continue;
    known += 1;
    if (asOf - latest.at <= input.maximumAgeMs) fresh += 1;
  }
  return known === 0 ? 0 : fresh / known;
}

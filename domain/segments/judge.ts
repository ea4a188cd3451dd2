import type { Facts } from '../facts';
import type { EarlierScore } from '../scoring/score';
import type { Scored } from '../scoring/score-dimension';
import { sourceCount, sourceList, type SourceSet } from '../signals/source-set';
import type { Dimension, SignalSource } from '../words';
import type { Signs } from './advance';
import type { PreparedSegment } from './prepared-segment';

/** What segments are judged by. */
export interface Evidence {
  readonly scope: Facts;
  readonly scored: Readonly<Partial<Record<Dimension, Scored>>>;
  readonly previousScores: Readonly<Partial<Record<Dimension, EarlierScore>>>;
}

/** Reads one segment's criteria over the evidence; the exit criterion is only asked of members. */
export function judge(segment: PreparedSegment, evidence: Evidence, isMember: boolean): Signs {
  const { minimumSources, confirmation, dimension } = segment.definition;
  const criterion = segment.entry(evidence.scope);
  const entry =
    criterion === true &&
    (minimumSources <= 1 || sourceCount(sourcesBehind(segment, evidence)) >= minimumSources);
  return {
    entry,
    exit: isMember && !entry && wantsOut(segment, criterion, evidence.scope),
    immediate: entry && confirmation !== undefined && hasImmediateReason(segment, evidence),
    tierBefore: dimension && (evidence.previousScores[dimension]?.tier ?? 'low'),
  };
}

/** Without an exit criterion of its own a segment is left when its entry criterion fails; what aged out leaves if the segment says so. */
function wantsOut(segment: PreparedSegment, entry: boolean | undefined, scope: Facts): boolean {
  const exit = segment.exit ? segment.exit(scope) : entry === undefined ? undefined : !entry;
  return exit ?? segment.definition.onAbsent === 'leave';
}

function hasImmediateReason(segment: PreparedSegment, { scored }: Evidence): boolean {
  for (const dimension of segment.scores) if (scored[dimension]?.immediate) return true;
  return false;
}

/** Independent sources behind a membership: of the scores it rests on and of the signals it reads itself. */
function sourcesBehind(segment: PreparedSegment, evidence: Evidence): SourceSet {
  let sources: SourceSet = 0;
  for (const dimension of segment.scores) sources |= evidence.scored[dimension]?.sources ?? 0;
  for (const read of segment.signals) {
    if (evidence.scope.signals[read.name] !== undefined) sources |= read.sources;
  }
  return sources;
}

/** The sources behind a membership by name. */
export function sourceNames(segment: PreparedSegment, evidence: Evidence): readonly SignalSource[] {
  return sourceList(sourcesBehind(segment, evidence));
}

/** Why the customer belongs, in words: the reasons of the scores behind it, else the criterion itself. */
export function reasonsBehind(segment: PreparedSegment, { scored }: Evidence): readonly string[] {
  let reasons: readonly string[] = [];
  for (const dimension of segment.scores) {
    const texts = scored[dimension]?.texts ?? [];
    reasons = reasons.length === 0 ? texts : [...reasons, ...texts];
  }
  return reasons.length > 0 ? reasons : segment.criterionReason;
}

/** The least sure of the scores behind a membership; a plain criterion is sure. */
export function confidenceBehind(segment: PreparedSegment, { scored }: Evidence): number {
  let least = 1;
  for (const dimension of segment.scores) least = Math.min(least, scored[dimension]?.score.confidence ?? 1);
  return least;
}

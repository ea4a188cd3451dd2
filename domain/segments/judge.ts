import type { Facts } from '../facts';
import type { Scored } from '../scoring/score-dimension';
import { sourceCount, sourceList, type SourceSet } from '../signals/source-set';
import type { Dimension, SignalSource, Tier } from '../words';
import type { Signs } from './advance';
import type { PreparedSegment } from './prepared-segment';

/** What segments are judged by. */
export interface Evidence {
  readonly scope: Facts;
  readonly scored: Readonly<Partial<Record<Dimension, Scored>>>;
  readonly tierBefore: (dimension: Dimension) => Tier;
  readonly sourcesOf: (signal: string) => SourceSet;
}

/** Reads one segment's criteria over the evidence. */
export function judge(segment: PreparedSegment, evidence: Evidence): Signs {
  const { definition } = segment;
  const criterion = segment.entry(evidence.scope);
  const entry =
    criterion === true &&
    (definition.minimumSources <= 1 ||
      sourceCount(sourcesBehind(segment, evidence)) >= definition.minimumSources);
  return {
    entry,
    exit: wantsOut(segment, criterion, evidence.scope),
    immediate: entry && definition.confirmation !== undefined && hasImmediateReason(segment, evidence),
    ...(definition.dimension && { tierBefore: evidence.tierBefore(definition.dimension) }),
  };
}

/** Without an exit criterion of its own a segment is left when its entry criterion fails; what aged out leaves if the segment says so. */
function wantsOut(segment: PreparedSegment, entry: boolean | undefined, scope: Facts): boolean {
  const exit = segment.exit ? segment.exit(scope) : entry === undefined ? undefined : !entry;
  return exit ?? segment.definition.onAbsent === 'leave';
}

function hasImmediateReason(segment: PreparedSegment, { scored }: Evidence): boolean {
  return segment.scores.some((dimension) =>
    scored[dimension]?.score.reasons.some(({ immediate }) => immediate),
  );
}

/** Independent sources behind a membership: of the scores it rests on and of the signals it reads itself. */
export function sourcesBehind(segment: PreparedSegment, evidence: Evidence): SourceSet {
  let sources: SourceSet = 0;
  for (const dimension of segment.scores) sources |= evidence.scored[dimension]?.sources ?? 0;
  for (const name of segment.signals) {
    if (evidence.scope.signals[name] !== undefined) sources |= evidence.sourcesOf(name);
  }
  return sources;
}

/** The same sources as a list. */
export function sourceNames(segment: PreparedSegment, evidence: Evidence): readonly SignalSource[] {
  return sourceList(sourcesBehind(segment, evidence));
}

/** Why the customer belongs, in words: the reasons of the scores behind it, else the criterion itself. */
export function reasonsBehind(segment: PreparedSegment, { scored }: Evidence): readonly string[] {
  const reasons: string[] = [];
  for (const dimension of segment.scores) {
    for (const { text } of scored[dimension]?.score.reasons ?? []) reasons.push(text);
  }
  return reasons.length > 0 ? reasons : segment.criterionReason;
}

/** The least sure of the scores behind a membership; a plain criterion is sure. */
export function confidenceBehind(segment: PreparedSegment, { scored }: Evidence): number {
  let least = 1;
  for (const dimension of segment.scores) least = Math.min(least, scored[dimension]?.score.confidence ?? 1);
  return least;
}

import type { Crossing } from '../crossing';
import type { EvaluationInput } from '../evaluation';
import { crossingId } from '../ids';
import type { Standing } from '../segments/advance';
import { reasonsBehind, sourceNames } from '../segments/judge';
import type { PreparedSegment } from '../segments/prepared-segment';
import type { Membership } from '../segments/segment';
import type { Sight } from './see-contexts';

/** The record of one boundary crossed, the n-th of its evaluation. */
export function crossingOf(
  input: EvaluationInput,
  n: number,
  crossed: {
    readonly segment: PreparedSegment;
    readonly direction: Crossing['direction'];
    readonly standing: Standing;
    readonly sight: Sight;
  },
): Crossing {
  const { segment, direction, standing, sight } = crossed;
  const { id, dimension } = segment.definition;
  const breachedAt = direction === 'entered' ? standing.breachedAt : standing.leavingAt;
  const scores = sight.scope.scores;
  const tiers = dimension && {
    fromTier: standing.fromTier ?? 'low',
    toTier: scores[dimension]?.tier ?? 'low',
  };
  return {
    segment: id,
    ...(sight.context !== undefined && { context: sight.context }),
    direction,
    ...tiers,
    scores,
    reasons: reasonsBehind(segment, sight),
    sources: sourceNames(segment, sight),
    breachedAt: breachedAt ?? input.asOf,
    ...base(input, n),
  };
}

/** The exit of a customer from a segment that the book no longer has, or no longer decides for this kind of context. */
export function orphanExit(input: EvaluationInput, n: number, membership: Membership): Crossing {
  return {
    ...base(input, n),
    segment: membership.segment,
    ...(membership.context !== undefined && { context: membership.context }),
    direction: 'exited',
    scores: {},
    reasons: ['the segment is no longer in the book for this'],
    sources: [],
    breachedAt: input.asOf,
  };
}

function base(input: EvaluationInput, n: number) {
  return {
    id: crossingId(input.customerKey, input.sequence, n),
    customerKey: input.customerKey,
    bookHash: input.book.hash,
    sequence: input.sequence,
    occurredAt: input.asOf,
    origin: 'evaluated',
  } as const;
}

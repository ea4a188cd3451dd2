import type { Crossing } from '../crossing';
import type { EvaluationInput } from '../evaluation';
import { advance, type Moment, type Standing } from '../segments/advance';
import { confidenceBehind, judge, reasonsBehind, type Evidence } from '../segments/judge';
import type { PreparedSegment } from '../segments/prepared-segment';
import type { Membership } from '../segments/segment';
import { crossingOf, orphanExit } from './crossing-of';
import type { PreparedBook } from './prepared-book';
import type { Scope } from './scope';

/** Where a customer belongs after an evaluation, and which boundaries that crossed. */
export interface Placement {
  readonly memberships: Membership[];
  readonly crossings: Crossing[];
  /** When time alone may confirm, lapse or end a dwell, in milliseconds. */
  changesAt: number;
}

/** Places a customer in every segment; `scope.segments` grows as segments are decided, each after those it asks for. */
export function place(
  input: EvaluationInput,
  prepared: PreparedBook,
  evidence: Evidence & { readonly scope: Scope },
  moment: Moment,
): Placement {
  const placement: Placement = { memberships: [], crossings: [], changesAt: Infinity };
  const earlier = carryOver(input, prepared, evidence.scope, placement);
  for (const segment of prepared.segments) {
    const { definition } = segment;
    const previous = earlier.get(definition.id);
    const isMember = previous !== undefined && previous.state !== 'entering';
    const step = advance(definition, previous, judge(segment, evidence, isMember), moment);
    placement.changesAt = Math.min(placement.changesAt, step.changesAt);
    const { standing, crossed } = step;
    if (!standing) continue;
    if (crossed) {
      const direction = { segment, direction: crossed, standing, evidence };
      placement.crossings.push(crossingOf(input, placement.crossings.length, direction));
    }
    if (crossed === 'exited') continue;
    placement.memberships.push(membershipOf(segment, standing, evidence));
    if (standing.state !== 'entering') evidence.scope.segments.push(definition.id);
  }
  return placement;
}

/** Keeps what is not decided here: external segments and memberships about one context. Says goodbye to segments that are gone. */
function carryOver(
  input: EvaluationInput,
  prepared: PreparedBook,
  scope: Scope,
  placement: Placement,
): ReadonlyMap<string, Membership> {
  const own = new Map<string, Membership>();
  for (const membership of input.memberships) {
    const { segment, context, state } = membership;
    const evaluated = prepared.evaluated.has(segment);
    if (evaluated && context === undefined) own.set(segment, membership);
    else if (evaluated || prepared.external.has(segment)) {
      placement.memberships.push(membership);
      if (state !== 'entering' && !scope.segments.includes(segment)) scope.segments.push(segment);
    } else if (state !== 'entering') {
      placement.crossings.push(orphanExit(input, placement.crossings.length, membership));
    }
  }
  return own;
}

function membershipOf(segment: PreparedSegment, standing: Standing, evidence: Evidence): Membership {
  const { id, priority, dimension } = segment.definition;
  return {
    segment: id,
    state: standing.state,
    breachedAt: standing.breachedAt,
    leavingAt: standing.leavingAt,
    fromTier: standing.fromTier,
    since: standing.since,
    days: standing.days,
    reasons: reasonsBehind(segment, evidence),
    confidence: confidenceBehind(segment, evidence),
    priority,
    tier: dimension && (evidence.scope.scores[dimension]?.tier ?? 'low'),
  };
}

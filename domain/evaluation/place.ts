import { countsFor, kindOf } from '../context';
import type { Crossing } from '../crossing';
import type { EvaluationInput } from '../evaluation';
import { advance, type Moment, type Standing } from '../segments/advance';
import { confidenceBehind, judge, reasonsBehind } from '../segments/judge';
import type { PreparedSegment } from '../segments/prepared-segment';
import type { Membership } from '../segments/segment';
import { crossingOf, orphanExit } from './crossing-of';
import type { PreparedBook } from './prepared-book';
import type { Scope } from './scope';
import type { Sight } from './see-contexts';

/** Where a customer belongs after an evaluation, and which boundaries that crossed. */
export interface Placement {
  readonly memberships: Membership[];
  readonly crossings: Crossing[];
  /** When time alone may confirm, lapse or end a dwell, in milliseconds. */
  changesAt: number;
}

/** What a customer is placed by: everything known of it, and the same as seen from each of its contexts. */
export interface Seen {
  readonly customer: Sight;
  readonly contexts: readonly Sight[];
}

interface Placing extends Seen {
  readonly input: EvaluationInput;
  readonly moment: Moment;
  readonly placement: Placement;
  /** Memberships decided here, by `placeOf`. */
  readonly earlier: Map<string, Membership>;
}

/**
 * Places a customer, and each of its contexts, in every segment. The `segments` of their scopes grow as segments are
 * decided, each after those it asks for.
 */
export function place(input: EvaluationInput, prepared: PreparedBook, seen: Seen, moment: Moment): Placement {
  const placement: Placement = { memberships: [], crossings: [], changesAt: Infinity };
  // Field by field: V8 takes microseconds to add keys to a spread copy, and this is made at every evaluation.
  const { customer, contexts } = seen;
  const placing: Placing = { customer, contexts, input, moment, placement, earlier: new Map() };
  carryOver(placing, prepared);
  for (const segment of prepared.segments) {
    if (segment.per === undefined) placeIn(placing, segment, seen.customer);
    else placeInEach(placing, segment, segment.per);
  }
  return placement;
}

function placeInEach(placing: Placing, segment: PreparedSegment, kind: string): void {
  for (const sight of placing.contexts) if (kindOf(sight.context) === kind) placeIn(placing, segment, sight);
}

function placeIn(placing: Placing, segment: PreparedSegment, sight: Sight): void {
  const { input, placement, moment } = placing;
  const previous = placing.earlier.get(placeOf(segment.id, sight.context));
  // Most customers are outside of most segments and stay there.
  if (!previous && !segment.entered(sight.scope)) return;
  const isMember = previous !== undefined && previous.state !== 'entering';
  const step = advance(segment.definition, previous, judge(segment, sight, isMember), moment);
  placement.changesAt = Math.min(placement.changesAt, step.changesAt);
  const { standing, crossed } = step;
  if (!standing) return;
  if (crossed) {
    const direction = { segment, direction: crossed, standing, sight };
    placement.crossings.push(crossingOf(input, placement.crossings.length, direction));
  }
  if (crossed === 'exited') return;
  placement.memberships.push(membershipOf(segment, standing, sight));
  if (standing.state !== 'entering') join(placing, segment.id, sight.context);
}

/** Keeps what is not decided here: external segments. Says goodbye to segments that are gone or about something else. */
function carryOver(placing: Placing, prepared: PreparedBook): void {
  const { input, placement, earlier } = placing;
  for (const membership of input.memberships) {
    const { segment, context, state } = membership;
    if (prepared.evaluated.get(segment) === kindOf(context)) {
      earlier.set(placeOf(segment, context), membership);
    } else if (prepared.external.has(segment)) {
      placement.memberships.push(membership);
      if (state !== 'entering') join(placing, segment, context);
    } else if (state !== 'entering') {
      placement.crossings.push(orphanExit(input, placement.crossings.length, membership));
    }
  }
}

/** Lets the customer and every context for which it counts see a membership. */
function join({ customer, contexts }: Placing, segment: string, about: string | undefined): void {
  note(customer.scope, segment);
  for (const { context, scope } of contexts) if (countsFor(context, about)) note(scope, segment);
}

function note({ segments }: Scope, segment: string): void {
  if (!segments.includes(segment)) segments.push(segment);
}

function placeOf(segment: string, context: string | undefined): string {
  return context === undefined ? segment : `${segment}\n${context}`;
}

function membershipOf(segment: PreparedSegment, standing: Standing, sight: Sight): Membership {
  const { id, priority, dimension } = segment.definition;
  return {
    segment: id,
    context: sight.context,
    state: standing.state,
    breachedAt: standing.breachedAt,
    leavingAt: standing.leavingAt,
    fromTier: standing.fromTier,
    since: standing.since,
    days: standing.days,
    reasons: reasonsBehind(segment, sight),
    confidence: confidenceBehind(segment, sight),
    priority,
    tier: dimension && (sight.scope.scores[dimension]?.tier ?? 'low'),
  };
}

import type { Crossing } from '../../domain/crossing';
import type { Membership } from '../../domain/segments/segment';
import type { Tier } from '../../domain/words';
import { settleMs, type Comparison } from './comparison';
import { followUp, type FollowUp, type Start, type Stop } from './follow-up';
import { settle, standingOf, standNow, type Stand } from './stand-under';
import type { StoredCustomer } from './stored-customer';

/** A segment that a customer would enter or leave, and why. */
export interface Move {
  readonly segment: string;
  readonly reasons: readonly string[];
}

/** What the candidate would change for one customer. */
export interface CustomerComparison {
  /** Segments under the active and under the candidate book. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly entered: readonly Move[];
  readonly left: readonly Move[];
  /** Crossings that only the candidate makes. */
  readonly crossings: readonly Pick<Crossing, 'segment' | 'direction'>[];
  readonly starts: readonly Start[];
  /** Plays that the active book would start now and the candidate would not. */
  readonly noLonger: readonly string[];
  readonly deferred: readonly string[];
  readonly stops: readonly Stop[];
  readonly valueTier: Tier;
}

/** Compares what the two books make of one customer, as of now and until what is pending is decided. */
export function compareCustomer(customer: StoredCustomer, comparison: Comparison): CustomerComparison {
  const { active, candidate } = comparison;
  let [mine, theirs] = [standNow(active, customer, comparison), standNow(candidate, customer, comparison)];
  const same = standingOf(mine.result.memberships) === standingOf(theirs.result.memberships);
  if (!same) {
    const until = new Date(Date.parse(comparison.asOf) + settleMs(comparison)).toISOString();
    mine = settle(active, customer, comparison, { from: mine, until });
    theirs = settle(candidate, customer, comparison, { from: theirs, until });
  }
  const [before, after] = [segmentsOf(mine), segmentsOf(theirs)];
  const [ours, other] = [
    followUp(active, customer, mine, comparison),
    followUp(candidate, customer, theirs, comparison),
  ];
  return {
    before,
    after,
    entered: after.filter((one) => !before.includes(one)).map((one) => moveInto(one, theirs)),
    left: before.filter((one) => !after.includes(one)).map((one) => moveOutOf(one, theirs)),
    crossings: onlyIn(
      theirs.crossings,
      mine.crossings,
      ({ segment, direction }) => `${segment} ${direction}`,
    ),
    ...followedUp(other, ours),
    valueTier: theirs.result.facts.value.tier,
  };
}

function followedUp(candidate: FollowUp, active: FollowUp) {
  return {
    starts: onlyIn(candidate.starts, active.starts, ({ playbook }) => playbook),
    noLonger: onlyIn(active.starts, candidate.starts, ({ playbook }) => playbook).map(
      ({ playbook }) => playbook,
    ),
    deferred: onlyIn(candidate.deferred, active.deferred, (playbook) => playbook),
    stops: onlyIn(candidate.stops, active.stops, ({ treatmentId, how }) => `${treatmentId} ${how}`),
  };
}

function onlyIn<T>(these: readonly T[], those: readonly T[], key: (one: T) => string): T[] {
  if (these.length === 0) return [];
  const known = new Set(those.map(key));
  return these.filter((one) => !known.has(key(one)));
}

function segmentsOf({ result }: Stand): string[] {
  const inside = result.memberships.filter(({ state }) => state !== 'entering').map(({ segment }) => segment);
  return [...new Set(inside)].sort();
}

function moveInto(segment: string, { result }: Stand): Move {
  const reasons = result.memberships.find((one: Membership) => one.segment === segment)?.reasons ?? [];
  return { segment, reasons };
}

function moveOutOf(segment: string, { crossings }: Stand): Move {
  const exit = crossings.find((one) => one.segment === segment && one.direction === 'exited');
  return { segment, reasons: exit?.reasons ?? [] };
}

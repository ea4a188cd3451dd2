import type { Policies } from '../policies';
import type { SegmentDefinition } from '../segments/segment';
import type { Eligibility } from './handling';

/** Offers of everybody and of the levels the segments name; what any of them takes away is not offered. */
export function eligibilityOf(
  policy: Policies['eligibility'],
  members: readonly SegmentDefinition[],
): Eligibility | undefined {
  if (!policy) return undefined;
  const named = members.flatMap(({ id, changes }) => {
    const level = policy.levels[String(changes['eligibility'])];
    return level ? [{ id, ...level }] : [];
  });
  const added = new Set([...policy.everybody, ...named.flatMap(({ adds }) => adds)]);
  const removed = new Set(named.flatMap(({ removes }) => removes));
  return {
    offers: [...added].filter((offer) => !removed.has(offer)).sort(),
    because: named.map(({ id }) => id),
  };
}

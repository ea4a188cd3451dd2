import { segmentLayers } from '../segments/layers';
import type { Membership, SegmentDefinition } from '../segments/segment';

/** A segment the customer is in, and since when. */
export type Belonging = Pick<Membership, 'segment' | 'since'>;

/** Since when a customer is in each segment; of several contexts the latest counts. */
export function sinceBySegment(memberOf: readonly Belonging[]): ReadonlyMap<string, string> {
  const since = new Map<string, string>();
  for (const { segment, since: at = '' } of memberOf)
    if (at >= (since.get(segment) ?? '')) since.set(segment, at);
  return since;
}

type Order = (
  members: readonly SegmentDefinition[],
  since: ReadonlyMap<string, string>,
) => SegmentDefinition[];

/** Orders segments by layer, then by priority, then by the membership that began last: current beats old. */
export function orderBy(layers: readonly string[]): Order {
  const ranks = new Map(layers.map((layer, rank) => [layer, rank]));
  const rank = ({ layer }: SegmentDefinition): number => ranks.get(layer) ?? -1;
  return (members, since) =>
    [...members].sort(
      (a, b) =>
        rank(a) - rank(b) ||
        b.priority - a.priority ||
        compare(since.get(b.id) ?? '', since.get(a.id) ?? '') ||
        compare(a.id, b.id),
    );
}

/** The order in which segments have a word on routing. */
export const inOrder = orderBy(segmentLayers);

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

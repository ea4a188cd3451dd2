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

/** By layer, then by priority, then the membership that began last: current beats old. */
export function inOrder(
  layers: readonly string[],
  members: readonly SegmentDefinition[],
  since: ReadonlyMap<string, string>,
): SegmentDefinition[] {
  const rank = ({ layer }: SegmentDefinition): number => layers.indexOf(layer);
  const begun = ({ id }: SegmentDefinition): string => since.get(id) ?? '';
  return [...members].sort(
    (a, b) =>
      rank(a) - rank(b) || b.priority - a.priority || compare(begun(b), begun(a)) || compare(a.id, b.id),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

import type { SegmentDefinition } from './segment';

const known = new WeakMap<readonly SegmentDefinition[], ReadonlyMap<string, SegmentDefinition>>();

/** The segments of a book by their ids. */
export function segmentsById(segments: readonly SegmentDefinition[]): ReadonlyMap<string, SegmentDefinition> {
  const before = known.get(segments);
  if (before) return before;
  const byId = new Map(segments.map((segment) => [segment.id, segment]));
  known.set(segments, byId);
  return byId;
}

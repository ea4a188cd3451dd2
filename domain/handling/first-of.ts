import type { SegmentDefinition } from '../segments/segment';
import type { Decided } from './handling';

/** The first thing that a segment in the given order says. */
export function firstOf<T>(
  members: readonly SegmentDefinition[],
  says: (segment: SegmentDefinition) => T | undefined,
): Decided<T> | undefined {
  for (const segment of members) {
    const value = says(segment);
    if (value !== undefined) return { value, because: segment.id };
  }
  return undefined;
}

/** A change that is a word, which is what all named levels are. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

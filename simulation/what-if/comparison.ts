import type { CompiledBook } from '../../domain/compiled-book';
import type { SegmentDefinition } from '../../domain/segments/segment';
import type { ValueCuts } from '../../domain/value';

/** The two books, and what is the same for every customer. */
export interface Comparison {
  readonly active: CompiledBook;
  readonly candidate: CompiledBook;
  /** Earlier books on which treatments still run, by hash. */
  readonly pinned: Readonly<Record<string, CompiledBook>>;
  readonly valueCuts: ValueCuts;
  /** ISO instant the comparison counts from. */
  readonly asOf: string;
}

const dayMs = 86_400_000;

/** How far ahead a boundary that is being crossed is followed: the longest confirmation or dwell of either book, and a day. */
export function settleMs({ active, candidate }: Pick<Comparison, 'active' | 'candidate'>): number {
  const longest = [...active.segments, ...candidate.segments].map(pendingMs);
  return Math.max(0, ...longest) + dayMs;
}

function pendingMs({ confirmation, dwellMs }: SegmentDefinition): number {
  return Math.max(dwellMs, (confirmation?.of ?? 0) * dayMs);
}

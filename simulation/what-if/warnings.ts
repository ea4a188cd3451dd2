import type { CompiledBook } from '../../domain/compiled-book';
import type { CapacityLine } from './capacity';
import { emptySegments } from './empty-segments';
import type { SegmentLine } from './report';

interface Found {
  readonly customers: number;
  readonly failed: number;
  readonly segments: readonly SegmentLine[];
  readonly capacity: readonly CapacityLine[];
}

/** What somebody should look at before publishing. */
export function warningsOf(
  found: Found,
  books: { readonly active: CompiledBook; readonly candidate: CompiledBook; readonly failure?: string },
): string[] {
  return [
    ...(found.failed === 0
      ? []
      : [
          `${found.failed} customers could not be compared, the first because: ${books.failure ?? 'unknown'}`,
        ]),
    ...emptySegments(found, books),
    ...exceeded(found.capacity),
  ];
}

function exceeded(lines: readonly CapacityLine[]): string[] {
  const worst = new Map<string, CapacityLine>();
  for (const line of lines) {
    const known = worst.get(line.what);
    if (line.exceeded && (!known || line.added > known.added)) worst.set(line.what, line);
  }
  return [...worst.values()].map(
    ({ what, week, limit, usual, added }) =>
      `${what}: week ${week} needs ${Math.round(usual + added)} (${Math.round(usual)} as usual and ${Math.round(added)} more), and ${limit} is what there is`,
  );
}

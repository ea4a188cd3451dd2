import type { CompiledBook } from '../../domain/compiled-book';
import type { CapacityLine } from './capacity';
import type { SegmentLine } from './report';

// A segment needs members before anything can be learnt from it.
const almostNobody = { share: 0.001, least: 5 } as const;

interface Found {
  readonly customers: number;
  readonly failed: number;
  readonly segments: readonly SegmentLine[];
  readonly capacity: readonly CapacityLine[];
}

/** What somebody should look at before publishing. */
export function warningsOf(
  found: Found,
  { candidate, failure }: { readonly candidate: CompiledBook; readonly failure?: string },
): string[] {
  return [
    ...(found.failed === 0
      ? []
      : [`${found.failed} customers could not be compared, the first because: ${failure ?? 'unknown'}`]),
    ...emptySegments(found, candidate),
    ...exceeded(found.capacity),
  ];
}

function emptySegments({ customers, segments }: Found, candidate: CompiledBook): string[] {
  const few = Math.max(almostNobody.least, Math.ceil(customers * almostNobody.share));
  if (customers < few * 2) return [];
  const evaluated = new Set(
    candidate.segments.filter(({ source }) => source === 'evaluated').map(({ id }) => id),
  );
  return segments
    .filter(({ segment, after }) => evaluated.has(segment) && after < few)
    .map(({ segment, after }) => `${segment} has almost nobody in it: ${after} of ${customers}`);
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

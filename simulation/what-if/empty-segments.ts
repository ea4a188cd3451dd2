import type { CompiledBook } from '../../domain/compiled-book';
import { canonicalText } from '../../domain/ledger/entry';
import type { SegmentDefinition } from '../../domain/segments/segment';
import type { SegmentLine } from './report';

// A segment needs members before anything can be learnt from it. In a small base a share decides, not a count:
// four of forty customers are many.
const almostNobody = { ofFew: 0.01, least: 5, ofMany: 0.001 } as const;

/** A base of fewer customers tells nothing about who belongs where. */
const fewestCustomers = 10;

const mostNamed = 8;

/**
 * Warns of segments with almost nobody in them that the candidate answers for: those it empties, and those it
 * brings or changes. A segment that is as empty under the active book, and as it was, is no news.
 */
export function emptySegments(
  { customers, segments }: { readonly customers: number; readonly segments: readonly SegmentLine[] },
  books: { readonly active: CompiledBook; readonly candidate: CompiledBook },
): string[] {
  if (customers < fewestCustomers) return [];
  const few = fewOf(customers);
  const own = ownWork(books);
  const small = segments.filter(({ segment, after }) => own.has(segment) && after < few);
  const emptied = small.filter(({ before }) => before >= few);
  const remaining = small.filter(({ segment, before }) => before < few && own.get(segment) === true);
  return [
    ...line(
      `of ${customers} customers almost nobody stays in`,
      emptied.map(({ segment, before, after }) => `${segment} (${before} → ${after})`),
    ),
    ...line(
      `of ${customers} customers almost nobody is in what is new or changed:`,
      remaining.map(({ segment, after }) => `${segment} (${after})`),
    ),
  ];
}

function fewOf(customers: number): number {
  const { ofFew, least, ofMany } = almostNobody;
  return Math.max(Math.min(least, Math.ceil(customers * ofFew)), Math.ceil(customers * ofMany));
}

/** The candidate's evaluated segments, and whether they are new or changed. */
function ownWork({ active, candidate }: Parameters<typeof emptySegments>[1]): Map<string, boolean> {
  const known = new Map(active.segments.map((segment) => [segment.id, segment]));
  const isNew = (segment: SegmentDefinition): boolean => {
    const before = known.get(segment.id);
    return before === undefined || canonicalText(before) !== canonicalText(segment);
  };
  const evaluated = candidate.segments.filter(({ source }) => source === 'evaluated');
  return new Map(evaluated.map((segment) => [segment.id, isNew(segment)]));
}

// One line however many there are: a warning that is one of sixty is not read.
function line(words: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > mostNamed ? [`${names.length - mostNamed} more`] : [];
  return [`${words} ${[...names.slice(0, mostNamed), ...more].join(', ')}`];
}

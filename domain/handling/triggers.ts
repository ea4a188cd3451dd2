import type { CompiledBook } from '../compiled-book';
import type { Membership, SegmentDefinition } from '../segments/segment';
import type { CustomerSignal } from '../signals/signal';
import { inOrder, sinceBySegment } from './in-order';

/** A fact that a segment of the customer watches: a hard one is a person's at once, a soft one raises stakes. */
export interface Trigger {
  readonly kind: 'hard' | 'soft';
  readonly segment: SegmentDefinition;
  readonly fact: CustomerSignal;
}

type Watchers = Readonly<Record<Trigger['kind'], readonly SegmentDefinition[]>>;

// Nearly all facts trigger nothing, and are to cost nothing.
const watched = new WeakMap<CompiledBook, ReadonlyMap<string, Watchers>>();

/** What facts trigger in the segments the customer is in: of the hard ones that of the leading segment, so that one fact is one task. */
export function triggersOf(
  book: CompiledBook,
  memberOf: readonly Membership[],
  facts: readonly CustomerSignal[],
): readonly Trigger[] {
  const bySignal = watched.get(book) ?? watchersOf(book);
  watched.set(book, bySignal);
  return facts.flatMap((fact): Trigger[] => {
    const watchers = bySignal.get(fact.name);
    if (!watchers || fact.value === false) return [];
    const about = memberOf.filter(
      ({ state, context }) => state !== 'entering' && (context === undefined || context === fact.context),
    );
    const since = sinceBySegment(about);
    const inside = (list: readonly SegmentDefinition[]) => list.filter(({ id }) => since.has(id));
    const [leading] = inOrder(inside(watchers.hard), since);
    return [
      ...(leading ? [{ kind: 'hard' as const, segment: leading, fact }] : []),
      ...inside(watchers.soft).map((segment) => ({ kind: 'soft' as const, segment, fact })),
    ];
  });
}

function watchersOf({ segments }: CompiledBook): ReadonlyMap<string, Watchers> {
  const names = new Set(segments.flatMap(({ escalation }) => [...escalation.hard, ...escalation.soft]));
  const of = (kind: Trigger['kind'], name: string) =>
    segments.filter(({ escalation }) => escalation[kind].includes(name));
  return new Map([...names].map((name) => [name, { hard: of('hard', name), soft: of('soft', name) }]));
}

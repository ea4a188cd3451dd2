import type { CompiledBook } from '../domain/compiled-book';
import type { Membership } from '../domain/segments/segment';
import type { ExternalOrder } from '../ports/store/tables/external-orders';
import type { CrossingInput } from './check-crossing';
import { segmentsById } from '../domain/segments/by-id';

/** Whether a ready-made crossing is older than what its sender said before. */
export function isStale(item: CrossingInput, known: ExternalOrder | undefined): boolean {
  if (!known) return false;
  // The sender's own count says more than its clock.
  if (item.sequence !== undefined && known.sequence !== null) return item.sequence <= known.sequence;
  if (item.occurredAt === undefined || known.at === null) return false;
  return new Date(item.occurredAt).toISOString() < known.at;
}

/** The memberships after a ready-made crossing; the same list when it says nothing new. */
export function withMembership(
  memberships: readonly Membership[],
  item: CrossingInput,
  at: { readonly book: CompiledBook; readonly now: string },
): readonly Membership[] {
  const isIt = ({ segment, context }: Membership): boolean =>
    segment === item.segment && context === item.context;
  const isMember = memberships.some(isIt);
  if (item.direction === 'exited') {
    return isMember ? memberships.filter((membership) => !isIt(membership)) : memberships;
  }
  if (isMember) return memberships;
  const since = item.occurredAt === undefined ? at.now : new Date(item.occurredAt).toISOString();
  const segment = segmentsById(at.book.segments).get(item.segment);
  return [
    ...memberships,
    {
      segment: item.segment,
      ...(item.context !== undefined && { context: item.context }),
      state: 'in',
      breachedAt: since,
      since,
      days: [],
      reasons: item.reasons ?? [],
      confidence: 1,
      priority: segment?.priority ?? 0,
      ...(item.toTier !== undefined && { tier: item.toTier }),
    },
  ];
}

import type { Membership } from '../segments/segment';
import { adjustable, type Adjustable, type AdjustableHandling } from './handling';
import { adjustableOf, type HandlingBook } from './handling-of';
import { membersOf } from './members-of';

/** One thing that holds otherwise than before; an absent word is what the policies give everybody. */
export interface Adjustment {
  readonly what: Adjustable;
  readonly from: string | null;
  readonly to: string | null;
  /** The segment that decides now, or that decided until now where nobody does any more. */
  readonly because: string;
}

interface Word {
  readonly value: string;
  readonly because: string;
}

/** What changes of how a customer is handled with the segments it is in. */
export function adjustmentsOf(
  book: HandlingBook,
  earlier: readonly Membership[],
  later: readonly Membership[],
): readonly Adjustment[] {
  const [before, after] = [membersOf(earlier), membersOf(later)];
  if (sameSegments(before, after)) return [];
  return adjustmentsBetween(adjustableOf(book, before), adjustableOf(book, after));
}

function sameSegments(one: readonly Membership[], other: readonly Membership[]): boolean {
  const ids = new Set(one.map(({ segment }) => segment));
  const others = new Set(other.map(({ segment }) => segment));
  return ids.size === others.size && [...others].every((id) => ids.has(id));
}

/** What differs between two moments of one customer's handling. */
export function adjustmentsBetween(
  before: AdjustableHandling,
  after: AdjustableHandling,
): readonly Adjustment[] {
  return adjustable.flatMap((what): Adjustment[] => {
    const [from, to] = [wordOf(before, what), wordOf(after, what)];
    if (from?.value === to?.value) return [];
    const because = to?.because || from?.because || '';
    return [{ what, from: from?.value ?? null, to: to?.value ?? null, because }];
  });
}

function wordOf(handling: AdjustableHandling, what: Adjustable): Word | undefined {
  if (what !== 'eligibility') return handling[what];
  const { eligibility } = handling;
  if (!eligibility || eligibility.because.length === 0) return undefined;
  return { value: eligibility.offers.join(', ') || 'no offers', because: eligibility.because.join(', ') };
}

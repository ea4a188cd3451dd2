import type { CompiledBook } from '../domain/compiled-book';
import { type Adjustment, adjustmentsBetween } from '../domain/handling/adjustments';
import { handlingOf } from '../domain/handling/handling-of';
import { membersOf } from '../domain/handling/members-of';
import type { Membership } from '../domain/segments/segment';
import type { Transaction } from '../ports/store/store';
import { insertAdjustments } from '../ports/store/tables/adjustments';
import type { CustomerState } from './customer-state';
import type { LedgerFact } from './ledger/append';

/**
 * Records what crossings changed in how a customer is handled: contact frequency, service level, eligibility and
 * stakes. They take effect by the memberships themselves, so leaving restores. Gives the entries for the ledger.
 */
export async function adjustHandling(
  tx: Transaction,
  state: CustomerState,
  { book, at }: { readonly book: CompiledBook; readonly at: string },
): Promise<readonly LedgerFact[]> {
  const [before, after] = [membersOf(state.stored.memberships), membersOf(state.memberships)];
  if (sameSegments(before, after)) return [];
  const adjustments = adjustmentsBetween(handlingOf(book, before), handlingOf(book, after));
  await insertAdjustments(tx, { customerKey: state.key, sequence: state.position, at }, adjustments);
  return adjustments.map((adjustment) => entryOf(adjustment, state.position));
}

function sameSegments(one: readonly Membership[], other: readonly Membership[]): boolean {
  const ids = new Set(one.map(({ segment }) => segment));
  const others = new Set(other.map(({ segment }) => segment));
  return ids.size === others.size && [...others].every((id) => ids.has(id));
}

function entryOf(adjustment: Adjustment, sequence: number): LedgerFact {
  return { kind: 'control', content: { control: 'adjusted', sequence, ...adjustment } };
}

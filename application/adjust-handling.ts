import type { CompiledBook } from '../domain/compiled-book';
import { type Adjustment, adjustmentsOf } from '../domain/handling/adjustments';
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
  const adjustments = adjustmentsOf(book, state.stored.memberships, state.memberships);
  if (adjustments.length === 0) return [];
  await insertAdjustments(tx, { customerKey: state.key, sequence: state.position, at }, adjustments);
  return adjustments.map((adjustment) => entryOf(adjustment, state.position));
}

function entryOf(adjustment: Adjustment, sequence: number): LedgerFact {
  return { kind: 'control', content: { control: 'adjusted', sequence, ...adjustment } };
}

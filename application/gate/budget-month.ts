import type { CompiledBook } from '../../domain/compiled-book';
import { localDay } from '../../domain/evaluation/local-day';
import type { BudgetState } from '../../domain/gate/gate-context';
import type { Transaction } from '../../ports/store/store';
import { lockBudget } from '../../ports/store/tables/budgets';
import type { EffectAsk } from './effect-ask';

/** One calendar month of a budget, locked until the transaction ends. */
export interface BudgetMonth {
  readonly budget: string;
  readonly month: string;
  readonly state: BudgetState;
}

/** The calendar month of an instant in the workspace's zone, yyyy-mm. */
export function monthOf(now: string, zone: string): string {
  return localDay(Date.parse(now), zone).date.slice(0, 7);
}

/** Locks and reads the budget that an offer is taken from. Locked after the customer; nobody locks a customer behind it. */
export async function budgetFor(
  tx: Transaction,
  ask: EffectAsk,
  { book, now }: { readonly book: CompiledBook; readonly now: string },
): Promise<BudgetMonth | undefined> {
  const { effect, amount } = ask;
  if (effect.kind !== 'offer' || effect.budget === undefined) return undefined;
  const month = monthOf(now, book.zone);
  const used = await lockBudget(tx, effect.budget, month);
  const limit = book.policies.budgets?.[effect.budget];
  const state = { name: effect.budget, used, asked: amount ?? 0, ...(limit && { limit }) };
  return { budget: effect.budget, month, state };
}

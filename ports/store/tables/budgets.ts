import type { Transaction } from '../store';

/** What a budget has given in one calendar month. */
export interface BudgetUse {
  readonly budget: string;
  /** yyyy-mm of the workspace's calendar. */
  readonly month: string;
  readonly offers: number;
  /** In major units. */
  readonly amount: number;
}

/** What was used of a month; its row is locked until the transaction ends, so that nobody else spends meanwhile. */
export async function lockBudget(tx: Transaction, budget: string, month: string): Promise<BudgetUse> {
  const [row] = await tx.query<BudgetUse>(
    `INSERT INTO budget_months (budget, month) VALUES ($1, $2)
     ON CONFLICT (budget, month) DO UPDATE SET budget = excluded.budget RETURNING budget, month, offers, amount`,
    [budget, month],
  );
  if (!row) throw new Error(`budget ${budget} of ${month} was neither made nor found`);
  return row;
}

/** Books one offer on a budget whose month is locked. */
export async function spendBudget(
  tx: Transaction,
  spent: { readonly budget: string; readonly month: string; readonly amount: number },
): Promise<void> {
  await tx.query(
    `UPDATE budget_months SET offers = offers + 1, amount = amount + $3 WHERE budget = $1 AND month = $2`,
    [spent.budget, spent.month, spent.amount],
  );
}

/** What the budgets have given in a month. */
export async function listBudgetUse(tx: Transaction, month: string): Promise<BudgetUse[]> {
  return tx.query<BudgetUse>(
    'SELECT budget, month, offers, amount FROM budget_months WHERE month = $1 ORDER BY budget',
    [month],
  );
}

import { listBudgetUse } from '../ports/store/tables/budgets';
import type { Application } from './application';
import { monthOf } from './gate/budget-month';

/** A budget of the active book with what this month's offers have used of it. */
export interface BudgetStatus {
  readonly budget: string;
  readonly month: string;
  readonly offers: number;
  readonly offersAllowed: number;
  readonly amount: number;
  readonly amountAllowed: number;
}

/** Every budget of the active book in the present month. */
export async function budgetStatus(app: Application): Promise<BudgetStatus[]> {
  return app.store.transaction(async (tx) => {
    const book = await app.books.active(tx);
    const month = monthOf(app.clock.now(), book.zone);
    const used = new Map((await listBudgetUse(tx, month)).map((use) => [use.budget, use]));
    return Object.entries(book.policies.budgets ?? {}).map(([budget, limit]) => {
      const { offers = 0, amount = 0 } = used.get(budget) ?? {};
      return { budget, month, offers, offersAllowed: limit.offers, amount, amountAllowed: limit.amount };
    });
  });
}

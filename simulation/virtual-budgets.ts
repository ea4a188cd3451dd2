import { localDay } from '../domain/evaluation/local-day';
import type { BudgetState } from '../domain/gate/gate-context';
import { msOf } from '../domain/iso-instant';
import type { EffectCommand } from '../domain/treatment-activities';
import type { World } from './world';

/** The budget that an offer is taken from, with what this world's offers have used up of the month. */
export function budgetFor(world: World, { effect, amount }: EffectCommand): BudgetState | undefined {
  if (effect.kind !== 'offer' || effect.budget === undefined) return undefined;
  const limit = world.book.policies.budgets?.[effect.budget];
  const used = world.budgets.get(monthKey(world, effect.budget)) ?? { offers: 0, amount: 0 };
  return { name: effect.budget, used, asked: amount ?? 0, ...(limit && { limit }) };
}

/** Books an offer that was made. */
export function spendVirtually(world: World, command: EffectCommand): void {
  const budget = budgetFor(world, command);
  if (!budget) return;
  const { name, used, asked } = budget;
  world.budgets.set(monthKey(world, name), { offers: used.offers + 1, amount: used.amount + asked });
}

function monthKey({ now, book }: World, budget: string): string {
  return `${budget}|${localDay(msOf(now), book.zone).date.slice(0, 7)}`;
}

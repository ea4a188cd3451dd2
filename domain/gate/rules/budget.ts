import type { GateContext, Objection } from '../gate-context';
import { refuse } from '../objections';

/** Offers of a budget are made while the month's count and amount last; the next month begins anew. */
export function withinBudget({ budget }: GateContext): Objection | undefined {
  if (!budget) return undefined;
  const { name, limit, used, asked } = budget;
  if (!limit) return refuse('budgetExhausted', `policies.yaml has no budget "${name}" any more`);
  if (used.offers + 1 > limit.offers)
    return refuse('budgetExhausted', `the ${limit.offers} offers of ${name} in this month are used up`);
  if (used.amount + asked <= limit.amount) return undefined;
  return refuse(
    'budgetExhausted',
    `${name} has ${limit.amount - used.amount} of ${limit.amount} left in this month, the offer needs ${asked}`,
  );
}

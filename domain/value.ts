import type { Condition } from './expressions/condition';
import type { NumberOf } from './expressions/number';
import type { Tier } from './words';

/** What a customer is worth; breaks ties and sets who is asked, never whether a risk gets a person. */
export interface CustomerValue {
  /** Annual value in major units of the workspace currency. */
  readonly amount: number;
  readonly tier: Tier;
}

/** Where the tiers of value are cut; percentiles of the base with fixed floors, written by the value job. */
export interface ValueCuts {
  readonly highFrom: number;
  readonly mediumFrom: number;
}

/** How a workspace values its customers, ready to run. */
export interface Valuation {
  readonly amount: NumberOf;
  readonly strategic: Condition;
  readonly floors: { readonly high: number; readonly medium: number };
}

/** The value of the customer in scope; a percentile below the floor does not make a tier, a strategic customer is high. */
export function valueOf(valuation: Valuation, cuts: ValueCuts, scope: object): CustomerValue {
  const amount = valuation.amount(scope) ?? 0;
  if (valuation.strategic(scope) || amount >= Math.max(cuts.highFrom, valuation.floors.high)) {
    return { amount, tier: 'high' };
  }
  return { amount, tier: amount >= Math.max(cuts.mediumFrom, valuation.floors.medium) ? 'medium' : 'low' };
}

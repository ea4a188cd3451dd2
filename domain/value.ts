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

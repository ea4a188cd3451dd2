import type { Expression } from './expressions/expression';
import type { NumberOf } from './expressions/number';

/** How a workspace weighs what a customer is worth against what keeping it costs; every number is the policies'. */
export interface EconomicsPolicy {
  /** Chance of a cancellation by points of the churn score, ascending; straight lines in between. */
  readonly churnProbability: readonly ProbabilityPoint[];
  /** Share of those who would have left that an attempt keeps. */
  readonly saveRate: number;
  /** What is given away, in major units. */
  readonly offerCost: Expression;
  /** What the people's time costs, in major units. */
  readonly effortCost: Expression;
}

/** A known point of the line from churn points to the chance of a cancellation. */
export interface ProbabilityPoint {
  readonly points: number;
  readonly probability: number;
}

/** Whether keeping a customer is worth its cost, as expressions and approvers see it; amounts in major units. */
export interface EconomicsFacts {
  readonly churnProbability: number;
  /** What is lost on average if nothing is done: probability × value. */
  readonly atRisk: number;
  /** What an attempt keeps on average: the share of it that attempts save. */
  readonly expectedSaving: number;
  readonly offerCost: number;
  readonly effortCost: number;
  readonly cost: number;
  /** Expected saving less cost: below 0 an attempt costs more than it keeps. */
  readonly net: number;
}

/** The economics of a workspace, ready to run. */
export interface Economics extends Pick<EconomicsPolicy, 'churnProbability' | 'saveRate'> {
  readonly offerCost: NumberOf;
  readonly effortCost: NumberOf;
}

/** What can be weighed: a customer's value and churn score, and whatever the costs read. */
interface Weighed {
  readonly value: { readonly amount: number };
  readonly scores: { readonly churn?: { readonly points: number } };
}

/** Weighs one customer; undefined where churn is not scored. A cost that cannot be computed is none. */
export function economicsOf(economics: Economics, scope: Weighed): EconomicsFacts | undefined {
  const { churn } = scope.scores;
  if (!churn) return undefined;
  const churnProbability = probabilityAt(economics.churnProbability, churn.points);
  const atRisk = churnProbability * scope.value.amount;
  const expectedSaving = atRisk * economics.saveRate;
  const offerCost = economics.offerCost(scope) ?? 0;
  const effortCost = economics.effortCost(scope) ?? 0;
  const cost = offerCost + effortCost;
  return {
    churnProbability,
    atRisk,
    expectedSaving,
    offerCost,
    effortCost,
    cost,
    net: expectedSaving - cost,
  };
}

/** The chance at so many points: on the line between the known points, level beyond the outermost. */
export function probabilityAt(known: readonly ProbabilityPoint[], points: number): number {
  const above = known.findIndex((one) => one.points >= points);
  const upper = known[above] ?? known.at(-1);
  const lower = above > 0 ? known[above - 1] : upper;
  if (!lower || !upper) return 0;
  if (lower.points === upper.points) return upper.probability;
  const share = (points - lower.points) / (upper.points - lower.points);
  return lower.probability + share * (upper.probability - lower.probability);
}

import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { quantile } from 'simple-statistics';
import { tallyOf, type GroupedCases, type Tally } from './tally';

/** The middle 95 % of what a figure would have been had other customers of the same kind been seen. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** How intervals are drawn; the same seed gives the same ones. */
export interface Draws {
  readonly rounds: number;
  readonly seed: number;
}

/** Percentile bootstrap over customers: each round draws as many customers as there are, with replacement. */
export function intervalsOf<Name extends string>(
  cases: GroupedCases,
  figures: (tally: Tally) => Readonly<Record<Name, number>>,
  { rounds, seed }: Draws,
): Readonly<Record<Name, Interval | undefined>> {
  const generator = xoroshiro128plus(seed);
  const size = cases.groupOf.length;
  const draw = new Int32Array(size);
  const drawn = Array.from({ length: rounds }, () => {
    for (let index = 0; index < size; index += 1) draw[index] = uniformInt(generator, 0, size - 1);
    return figures(tallyOf(cases, draw));
  });
  const names = Object.keys(drawn[0] ?? {}) as Name[];
  const entries = names.map((name) => [name, middle(drawn.map((round) => round[name]))] as const);
  return Object.fromEntries(entries) as Record<Name, Interval | undefined>;
}

// A round without a customer of some kind says nothing of the figures that need one.
function middle(values: readonly number[]): Interval | undefined {
  const told = values.filter((value) => Number.isFinite(value));
  if (told.length === 0) return undefined;
  return { from: quantile(told, 0.025), to: quantile(told, 0.975) };
}

import type { Tier } from '../../domain/words';
import type { ScoredCase } from './scored-case';

/** Customers whom the score cannot tell apart. */
export interface Group {
  readonly points: number;
  readonly tier: Tier;
}

/** Customers counted by what the score said, in ascending order of points. */
export interface Tally {
  readonly groups: readonly Group[];
  /** Per group: those to whom it happened, and the others. */
  readonly happened: Float64Array;
  readonly others: Float64Array;
}

/** Cases with the group of each, so that they can be drawn again and again without being sorted again. */
export interface GroupedCases {
  readonly groups: readonly Group[];
  readonly groupOf: Int32Array;
  readonly happened: Uint8Array;
}

/** Puts equal answers of the score together. */
export function grouped(cases: readonly ScoredCase[]): GroupedCases {
  const byKey = new Map<string, Group>();
  for (const { points, tier } of cases) byKey.set(`${points}|${tier}`, { points, tier });
  const entries = [...byKey].sort(([, one], [, other]) => one.points - other.points);
  const indexOf = new Map(entries.map(([key], index) => [key, index]));
  return {
    groups: entries.map(([, group]) => group),
    groupOf: Int32Array.from(cases, ({ points, tier }) => indexOf.get(`${points}|${tier}`) ?? 0),
    happened: Uint8Array.from(cases, ({ happened }) => Number(happened)),
  };
}

/** Counts the cases that `draw` names, by index; one may be named more than once. */
export function tallyOf({ groups, groupOf, happened }: GroupedCases, draw: Iterable<number>): Tally {
  const tally = {
    groups,
    happened: new Float64Array(groups.length),
    others: new Float64Array(groups.length),
  };
  for (const index of draw) {
    const group = groupOf[index] ?? 0;
    const counts = happened[index] === 1 ? tally.happened : tally.others;
    counts[group] = (counts[group] ?? 0) + 1;
  }
  return tally;
}

/** The sum of some counts. */
export function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

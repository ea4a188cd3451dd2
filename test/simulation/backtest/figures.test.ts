import fc from 'fast-check';
import { wilcoxonRankSum } from 'simple-statistics';
import { backtest } from '../../../simulation/backtest/backtest';
import { liftByDecile, areaUnderCurve } from '../../../simulation/backtest/ranking';
import type { ScoredCase } from '../../../simulation/backtest/scored-case';
import { grouped, tallyOf } from '../../../simulation/backtest/tally';
import type { Tier } from '../../../domain/words';

const tierOf = (points: number): Tier => (points >= 45 ? 'high' : points >= 20 ? 'medium' : 'low');
const caseOf = (points: number, happened: boolean): ScoredCase => ({
  points,
  tier: tierOf(points),
  reasons: points >= 45 ? ['many'] : [],
  happened,
});
const tallyFor = (cases: readonly ScoredCase[]) => tallyOf(grouped(cases), cases.keys());

const tables = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.boolean()), { minLength: 2, maxLength: 60 })
  .map((rows) => rows.map(([points, happened]) => caseOf(points, happened)))
  .filter((cases) => new Set(cases.map(({ happened }) => happened)).size === 2);

describe('the area under the curve', () => {
  it('is the rank sum of the library, made a share of the pairs', () => {
    fc.assert(
      fc.property(tables, (cases) => {
        const points = (happened: boolean) =>
          cases.filter((one) => one.happened === happened).map((one) => one.points);
        const [struck, spared] = [points(true), points(false)];
        const rankSum = wilcoxonRankSum(struck, spared);
        const area = (rankSum - (struck.length * (struck.length + 1)) / 2) / (struck.length * spared.length);
        expect(areaUnderCurve(tallyFor(cases))).toBeCloseTo(area, 9);
      }),
    );
  });

  it('is one where everybody struck has more points, and a half where all have the same', () => {
    const apart = [caseOf(10, false), caseOf(20, false), caseOf(60, true), caseOf(70, true)];
    expect(areaUnderCurve(tallyFor(apart))).toBe(1);
    expect(areaUnderCurve(tallyFor([caseOf(30, true), caseOf(30, false)]))).toBe(0.5);
  });
});

describe('lift by tenth', () => {
  it('counts everybody once, whatever lies on the borders', () => {
    fc.assert(
      fc.property(tables, (cases) => {
        const deciles = liftByDecile(tallyFor(cases));
        expect(deciles.at(-1)?.captured).toBeCloseTo(1, 9);
        const events = deciles.reduce((sum, { rate }) => sum + (rate * cases.length) / 10, 0);
        expect(events).toBeCloseTo(cases.filter(({ happened }) => happened).length, 6);
      }),
    );
  });

  it('is ten where a tenth is struck and leads the ranking', () => {
    const cases = Array.from({ length: 100 }, (_, index) => caseOf(index, index >= 90));
    expect(liftByDecile(tallyFor(cases))[0]).toMatchObject({ decile: 1, rate: 1, lift: 10, captured: 1 });
  });
});

describe('a backtest', () => {
  const cases = Array.from({ length: 400 }, (_, index) => caseOf(index % 80, index % 80 > 20 + (index % 50)));

  it('counts false positives by tier', () => {
    const found = backtest(cases, { rounds: 100, seed: 1 });
    const high = cases.filter(({ tier }) => tier === 'high');
    expect(found.tiers[0]).toMatchObject({
      tier: 'high',
      customers: high.length,
      falsePositives: high.filter(({ happened }) => !happened).length,
    });
    expect(found.reasons).toEqual([{ code: 'many', customers: high.length, rate: found.tiers[0]?.rate }]);
  });

  it('draws intervals around its figures, the same ones for the same seed and wider ones for fewer customers', () => {
    const [one, again] = [
      backtest(cases, { rounds: 200, seed: 7 }),
      backtest(cases, { rounds: 200, seed: 7 }),
    ];
    expect(again).toEqual(one);
    const { value, interval } = one.areaUnderCurve;
    expect(interval && interval.from < value && value < interval.to).toBe(true);
    const few = backtest(
      cases.filter((_, index) => index % 5 === 0),
      { rounds: 200, seed: 7 },
    ).areaUnderCurve.interval;
    const width = (of: typeof interval) => (of ? of.to - of.from : NaN);
    expect(width(few)).toBeGreaterThan(width(interval));
  });

  it('refuses a table in which it came to nobody', () => {
    expect(() => backtest([caseOf(1, false)], { rounds: 100, seed: 1 })).toThrow(/none of 1 customers/);
  });
});

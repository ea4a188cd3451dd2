import type { tiers } from '../../domain/words';
import { calibrationByBand, outcomesByTier, type Band, type TierOutcome } from './by-tier';
import { intervalsOf, type Draws, type Interval } from './interval';
import { areaUnderCurve, liftByDecile, type Decile } from './ranking';
import type { ScoredCase } from './scored-case';
import { grouped, tallyOf, type Tally } from './tally';

/** A figure with its interval; the interval is absent where the table is too small to draw one. */
export interface Figure {
  readonly value: number;
  readonly interval?: Interval;
}

/** How well a score ranks what came, over one table. */
export interface Backtest {
  readonly customers: number;
  readonly happened: number;
  readonly baseRate: number;
  /** 0.5 = no better than chance, 1 = perfect. */
  readonly areaUnderCurve: Figure;
  /** Of the tenth with the most points. */
  readonly topDecileLift: Figure;
  readonly deciles: readonly Decile[];
  readonly bands: readonly Band[];
  readonly tiers: readonly (TierOutcome & { readonly interval?: Interval })[];
  /** How often each reason was given, and what share of those it was given for it happened to. */
  readonly reasons: readonly { readonly code: string; readonly customers: number; readonly rate: number }[];
}

/** Compares a score with what really came. Throws RangeError where nobody, or everybody, was struck: nothing can be ranked. */
export function backtest(cases: readonly ScoredCase[], draws: Draws): Backtest {
  const happened = cases.filter((one) => one.happened).length;
  if (happened === 0 || happened === cases.length) {
    const who = happened === 0 ? 'none' : 'all';
    throw new RangeError(`it happened to ${who} of ${cases.length} customers: there is nothing to rank`);
  }
  const groups = grouped(cases);
  const tally = tallyOf(groups, cases.keys());
  const intervals = intervalsOf(groups, figuresOf, draws);
  const figures = figuresOf(tally);
  const figure = (name: keyof typeof figures): Figure => ({
    value: figures[name],
    ...(intervals[name] && { interval: intervals[name] }),
  });
  return {
    customers: cases.length,
    happened,
    baseRate: happened / cases.length,
    areaUnderCurve: figure('auc'),
    topDecileLift: figure('lift'),
    deciles: liftByDecile(tally),
    bands: calibrationByBand(tally),
    tiers: outcomesByTier(tally).map((outcome) => {
      const interval = intervals[outcome.tier];
      return { ...outcome, ...(interval && { interval }) };
    }),
    reasons: reasonsOf(cases),
  };
}

function figuresOf(tally: Tally): Record<'auc' | 'lift' | (typeof tiers)[number], number> {
  const rates = new Map(outcomesByTier(tally).map(({ tier, rate }) => [tier, rate]));
  const rate = (tier: (typeof tiers)[number]): number => rates.get(tier) ?? NaN;
  const lift = liftByDecile(tally)[0]?.lift ?? NaN;
  return { auc: areaUnderCurve(tally), lift, low: rate('low'), medium: rate('medium'), high: rate('high') };
}

function reasonsOf(cases: readonly ScoredCase[]): Backtest['reasons'] {
  const counts = new Map<string, { customers: number; happened: number }>();
  for (const { reasons, happened } of cases) {
    for (const code of reasons) {
      const count = counts.get(code) ?? { customers: 0, happened: 0 };
      counts.set(code, {
        customers: count.customers + 1,
        happened: count.happened + Number(happened),
      });
    }
  }
  return [...counts]
    .map(([code, count]) => ({ code, customers: count.customers, rate: count.happened / count.customers }))
    .sort((one, other) => other.customers - one.customers || (one.code < other.code ? -1 : 1));
}

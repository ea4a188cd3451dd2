import { mean, quantile } from 'simple-statistics';
import { shareInterval, type Interval } from './interval';
import type { PlayedRun, Work } from './played-run';

/** A quantity over all runs. */
export interface Spread {
  readonly mean: number;
  readonly p10: number;
  readonly median: number;
  readonly p90: number;
}

/** How often something came about. */
export interface OutcomeShare extends Interval {
  readonly outcome: string;
  readonly runs: number;
}

/** One kind of work over all runs. */
export interface WorkSummary {
  readonly what: Work['what'];
  readonly kind: string;
  /** On average a run. */
  readonly count: number;
  readonly hours: number;
}

/** What many runs of one play came to. */
export interface Summary {
  readonly runs: number;
  /** Most frequent first, with 95 % intervals of the share. */
  readonly outcomes: readonly OutcomeShare[];
  /** From start to end, of the runs that ended; absent where none did. */
  readonly days?: Spread;
  /** Of each kind of effect, a run; most frequent first. */
  readonly effects: readonly (Spread & { readonly kind: string })[];
  readonly work: readonly WorkSummary[];
  readonly hours: Spread;
  readonly cost: Spread & { readonly people: number; readonly effects: number; readonly offers: number };
  /** In minor units. */
  readonly charged: Spread;
}

/** Sums runs up; there must be one at least. */
export function summaryOf(runs: readonly PlayedRun[]): Summary {
  const days = runs.flatMap((run) => run.days ?? []);
  return {
    runs: runs.length,
    outcomes: outcomesOf(runs),
    ...(days.length > 0 && { days: spreadOf(days) }),
    effects: namesIn(runs.flatMap(({ effects }) => Object.keys(effects)))
      .map((kind) => ({ kind, ...spreadOf(runs.map(({ effects }) => effects[kind] ?? 0)) }))
      .sort((one, other) => other.mean - one.mean),
    work: workOf(runs),
    hours: spreadOf(runs.map(({ work }) => work.reduce((sum, { minutes }) => sum + minutes, 0) / 60)),
    cost: {
      ...spreadOf(runs.map(({ cost }) => cost.people + cost.effects + cost.offers)),
      people: mean(runs.map(({ cost }) => cost.people)),
      effects: mean(runs.map(({ cost }) => cost.effects)),
      offers: mean(runs.map(({ cost }) => cost.offers)),
    },
    charged: spreadOf(runs.map(({ chargedMinor }) => chargedMinor)),
  };
}

function outcomesOf(runs: readonly PlayedRun[]): OutcomeShare[] {
  return namesIn(runs.map(({ outcome }) => outcome))
    .map((outcome) => {
      const count = runs.filter((run) => run.outcome === outcome).length;
      return { outcome, runs: count, ...shareInterval(count, runs.length) };
    })
    .sort((one, other) => other.runs - one.runs);
}

function workOf(runs: readonly PlayedRun[]): WorkSummary[] {
  const all = runs.flatMap(({ work }) => work);
  return namesIn(all.map(({ what, kind }) => `${what} ${kind}`))
    .flatMap((name) => {
      const own = all.filter(({ what, kind }) => `${what} ${kind}` === name);
      const [first] = own;
      if (!first) return [];
      const total = (of: 'count' | 'minutes'): number => own.reduce((sum, one) => sum + one[of], 0);
      const { what, kind } = first;
      return [
        { what, kind, count: total('count') / runs.length, hours: total('minutes') / 60 / runs.length },
      ];
    })
    .sort((one, other) => other.hours - one.hours || other.count - one.count);
}

function spreadOf(numbers: readonly number[]): Spread {
  const own = [...numbers];
  const [p10 = 0, median = 0, p90 = 0] = quantile(own, [0.1, 0.5, 0.9]);
  return { mean: mean(own), p10, median, p90 };
}

function namesIn(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

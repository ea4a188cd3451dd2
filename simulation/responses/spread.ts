import { probit } from 'simple-statistics';

/** How long something takes: always the same, or drawn. */
export type Spread =
  | { readonly kind: 'fixed'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly fromMs: number; readonly toMs: number }
  /** Nobody knows when; short times are likelier than long ones. */
  | { readonly kind: 'exponential'; readonly meanMs: number }
  /** What people take: half of them less than the median, one in ten more than `p90`. */
  | { readonly kind: 'logNormal'; readonly medianMs: number; readonly p90Ms: number };

/** Draws from [0, 1). */
export type Random = () => number;

const secondMs = 1_000;

/** Draws a time in whole seconds. */
export function drawMs(spread: Spread, random: Random): number {
  return Math.round(exactMs(spread, random) / secondMs) * secondMs;
}

function exactMs(spread: Spread, random: Random): number {
  switch (spread.kind) {
    case 'fixed':
      return spread.ms;
    case 'uniform':
      return spread.fromMs + random() * (spread.toMs - spread.fromMs);
    case 'exponential':
      return -Math.log(1 - random()) * spread.meanMs;
    case 'logNormal': {
      const width = Math.log(spread.p90Ms / spread.medianMs) / probit(0.9);
      return spread.medianMs * Math.exp(width * probit(random()));
    }
  }
}

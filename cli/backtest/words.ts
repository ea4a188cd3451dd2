import type { Backtest, Figure } from '../../simulation/backtest/backtest';
import type { Interval } from '../../simulation/backtest/interval';
import { tableLines, type Column } from '../table';

/** A backtest as text for a terminal. */
export function backtestLines(found: Backtest, title: string): string[] {
  const { customers, happened, baseRate } = found;
  return [
    `${customers} customers; ${title}: ${happened} (${percent(baseRate)}). Brackets: 95 % interval, bootstrap over customers.`,
    `Area under the ROC curve  ${figure(found.areaUnderCurve, three)}   (0.5 is chance)`,
    `Lift of the top tenth     ${figure(found.topDecileLift, two)}`,
    '',
    'By tier: whom a play for that tier would reach',
    ...tableLines(found.tiers, [
      column('TIER', ({ tier }) => tier),
      column('CUSTOMERS', (row) => row.customers),
      column('IT CAME', (row) => row.happened),
      column('FALSE POSITIVES', (row) => row.falsePositives),
      column('SHARE', ({ rate, interval }) => withInterval(percent(rate), interval, percent)),
    ]),
    '',
    'Calibration: what share it came to, by points',
    ...tableLines(found.bands, [
      column('POINTS', ({ from, below }) => `${from} to ${below - 1}`),
      column('CUSTOMERS', (row) => row.customers),
      column('IT CAME', (row) => row.happened),
      column('SHARE', ({ rate }) => percent(rate)),
    ]),
    '',
    'Lift by tenth of the customers, most points first',
    ...tableLines(found.deciles, [
      column('TENTH', ({ decile }) => decile),
      column('SHARE', ({ rate }) => percent(rate)),
      column('LIFT', ({ lift }) => two(lift)),
      column('REACHED SO FAR', ({ captured }) => percent(captured)),
    ]),
    '',
    'Reasons given',
    ...tableLines(found.reasons, [
      column('REASON', ({ code }) => code),
      column('CUSTOMERS', (row) => row.customers),
      column('SHARE', ({ rate }) => percent(rate)),
    ]),
  ];
}

function column<Row>(heading: string, show: (row: Row) => unknown): Column<Row> {
  return { heading, show };
}

const two = (value: number): string => value.toFixed(2);
const three = (value: number): string => value.toFixed(3);

function percent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : '';
}

function figure({ value, interval }: Figure, words: (value: number) => string): string {
  return withInterval(words(value), interval, words);
}

function withInterval(
  text: string,
  interval: Interval | undefined,
  words: (value: number) => string,
): string {
  return interval ? `${text} [${words(interval.from)}, ${words(interval.to)}]` : text;
}

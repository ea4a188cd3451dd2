import type { Responses } from '../../simulation/responses/responses';
import type { Spread, Summary } from '../../simulation/monte-carlo/summary';
import { tableLines } from '../table';

/** What many runs came to, as lines for a terminal. */
export function summaryLines(summary: Summary, { playbook, costs, note }: Responses, seed: number): string[] {
  const { runs, outcomes, days, effects, work, hours, cost, charged } = summary;
  return [
    `${playbook}: ${runs} runs with seed ${seed}. ${note}`,
    '',
    ...tableLines(outcomes, [
      { heading: 'Outcome', show: ({ outcome }) => outcome },
      { heading: 'Runs', show: (one) => String(one.runs) },
      { heading: 'Share', show: ({ share }) => percent(share) },
      { heading: '95 % interval', show: ({ low, high }) => `${percent(low)} – ${percent(high)}` },
    ]),
    ...(days ? ['', `Days until it ends: ${spreadText(days, 1)}`] : []),
    '',
    ...tableLines(effects, [
      { heading: 'Effects a run', show: ({ kind }) => kind },
      { heading: 'Mean', show: (one) => one.mean.toFixed(2) },
      { heading: 'P10', show: (one) => one.p10.toFixed(0) },
      { heading: 'Median', show: (one) => one.median.toFixed(0) },
      { heading: 'P90', show: (one) => one.p90.toFixed(0) },
    ]),
    '',
    ...tableLines(work, [
      { heading: "People's work a run", show: ({ what, kind }) => `${what} ${kind}` },
      { heading: 'Done', show: ({ count }) => count.toFixed(2) },
      { heading: 'Hours', show: (one) => one.hours.toFixed(2) },
    ]),
    `People's hours a run: ${spreadText(hours, 2)}`,
    `Cost a run in ${costs.currency}: ${spreadText(cost, 2)}; people ${cost.people.toFixed(2)}, effects ${cost.effects.toFixed(2)}, offers ${cost.offers.toFixed(2)}`,
    ...(charged.mean > 0 ? [`Paid by charges a run, in minor units: ${spreadText(charged, 0)}`] : []),
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function spreadText({ mean, p10, median, p90 }: Spread, digits: number): string {
  const text = (value: number): string => value.toFixed(digits);
  return `mean ${text(mean)}, median ${text(median)}, one in ten below ${text(p10)}, one in ten above ${text(p90)}`;
}

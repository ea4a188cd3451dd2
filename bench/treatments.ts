import type { Figures } from './figures';
import type { HistoryCount } from './support/history-count';
import { loadNow } from './support/load';
import { numberOption } from './support/options';
import { median, rounded } from './support/percentiles';
import { type BatchRun, runBatch } from './support/run-batch';
import { baselineSide, ourSide } from './support/sides';
import { startSite } from './support/site';

interface Pair {
  readonly ours: BatchRun;
  readonly baseline: BatchRun;
}

/** Message, timer, approval, checkpoint and end, against the same by hand: throughput, history events, billable actions. */
export async function run(): Promise<Figures> {
  const pairs = numberOption('pairs', 7);
  const size = numberOption('size', 120);
  const loadBefore = loadNow();
  const site = await startSite();
  try {
    const sides = { ours: ourSide(site), baseline: baselineSide(site) };
    // Both code paths warm, every connection open.
    await runBatch(site, sides.baseline, { name: 'warm', size: 30 });
    await runBatch(site, sides.ours, { name: 'warm', size: 30 });
    const done: Pair[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const batch = { name: String(pair), size };
      // What drifts on the machine favours neither: who goes first alternates.
      const first = pair % 2 === 0 ? 'ours' : 'baseline';
      const second = first === 'ours' ? 'baseline' : 'ours';
      const one = await runBatch(site, sides[first], batch);
      const two = await runBatch(site, sides[second], batch);
      done.push(first === 'ours' ? { ours: one, baseline: two } : { ours: two, baseline: one });
      console.error(line(pair, done.at(-1)!));
    }
    console.error(`history events of one treatment: ${JSON.stringify(eventTypes(done))}`);
    return { ...figuresOf(done, size), load: { before: loadBefore, after: loadNow() } };
  } finally {
    await site.stop();
  }
}

function figuresOf(pairs: readonly Pair[], size: number): Figures {
  const ours = pairs.map((pair) => pair.ours);
  const baseline = pairs.map((pair) => pair.baseline);
  const events = { ours: mean(ours, 'events'), baseline: mean(baseline, 'events') };
  const actions = { ours: mean(ours, 'actions'), baseline: mean(baseline, 'actions') };
  return {
    ratio_throughput: rounded(median(pairs.map((pair) => pair.ours.perSecond / pair.baseline.perSecond)), 3),
    ratio_events: rounded(events.ours / events.baseline, 3),
    ratio_actions: rounded(actions.ours / actions.baseline, 3),
    treatments_per_s: rounded(median(ours.map(({ perSecond }) => perSecond)), 1),
    baseline_treatments_per_s: rounded(median(baseline.map(({ perSecond }) => perSecond)), 1),
    ratios_throughput: Object.fromEntries(
      pairs.map((pair, index) => [index + 1, rounded(pair.ours.perSecond / pair.baseline.perSecond, 3)]),
    ),
    events: { ours: rounded(events.ours, 2), baseline: rounded(events.baseline, 2) },
    actions: { ours: rounded(actions.ours, 2), baseline: rounded(actions.baseline, 2) },
    // Processor time of everything involved, which other work on the machine distorts less than the clock.
    ratio_cpu: rounded(median(pairs.map((pair) => cpuTotal(pair.baseline) / cpuTotal(pair.ours))), 3),
    cpu_ms_per_treatment: cpu(ours),
    baseline_cpu_ms_per_treatment: cpu(baseline),
    pairs: pairs.length,
    treatments_per_run: size,
  };
}

function mean(runs: readonly BatchRun[], what: 'events' | 'actions'): number {
  const counts = runs.flatMap(({ histories }) => histories.map((history: HistoryCount) => history[what]));
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}

function cpuTotal({ cpuMs }: BatchRun): number {
  return Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0);
}

function cpu(runs: readonly BatchRun[]): Record<string, number> {
  const names = Object.keys(runs[0]?.cpuMs ?? {});
  const busy = names.map((name) => [name, median(runs.map(({ cpuMs }) => cpuMs[name] ?? 0))] as const);
  return Object.fromEntries(busy.map(([name, ms]) => [name, rounded(ms, 1)]));
}

function eventTypes(pairs: readonly Pair[]): object {
  const last = pairs.at(-1);
  return { ours: last?.ours.histories[0]?.byType, baseline: last?.baseline.histories[0]?.byType };
}

function line(pair: number, { ours, baseline }: Pair): string {
  const rate = ({ perSecond }: BatchRun): string => `${perSecond.toFixed(1)}/s`;
  return `pair ${pair + 1}: ours ${rate(ours)}, baseline ${rate(baseline)}, ratio ${(ours.perSecond / baseline.perSecond).toFixed(3)}, by CPU ${(cpuTotal(baseline) / cpuTotal(ours)).toFixed(3)}`;
}

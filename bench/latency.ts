import type { Figures } from './figures';
import { collect } from './support/latency-collect';
import { fire, type Fired } from './support/latency-fire';
import { loadNow } from './support/load';
import { numberOption } from './support/options';
import { percentiles, rounded } from './support/percentiles';
import { startSite } from './support/site';

const perSecond = 5;

/** How long a crossing takes to its mail and a goal to the workflow's close, beside a bare start to its activity, at a steady rate. */
export async function run(): Promise<Figures> {
  const samples = numberOption('samples', 1_000);
  const loadBefore = loadNow();
  const site = await startSite();
  try {
    // Connections, caches and compilers are warm before anything counts.
    await collect(site, await fire(site, { name: 'warm', samples: Math.min(30, samples), perSecond }));
    const fired: Fired = await fire(site, { name: 'run', samples, perSecond });
    const times = await collect(site, fired);
    const first = percentiles(times.firstEffectMs);
    const close = percentiles(times.closeMs);
    const bare = percentiles(times.bareMs);
    return {
      first_effect_ms: first,
      close_ms: close,
      bare_ms: bare,
      ratio_first_effect_p99: rounded(first.p99 / bare.p99, 2),
      ratio_close_p99: rounded(close.p99 / bare.p99, 2),
      ratio_first_effect_p50: rounded(first.p50 / bare.p50, 2),
      ratio_close_p50: rounded(close.p50 / bare.p50, 2),
      samples,
      per_second: perSecond,
      late_ms: percentiles(fired.lateMs),
      load: { before: loadBefore, after: loadNow() },
    };
  } finally {
    await site.stop();
  }
}

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { publishBook } from '../application/publish-book';
import { readSettings } from '../config/settings';
import type { CompiledBook } from '../domain/compiled-book';
import { readBookOfTexts, readBookTexts, type BookTexts } from '../ports/book-files/read-book';
import { checkoutRoot } from '../ports/processes/find-binaries';
import { startPrivatePostgres } from '../ports/processes/private-postgres';
import { openPostgresStore } from '../ports/store/postgres-store';
import type { WhatIfReport } from '../simulation/what-if/report';
import { applicationOn } from '../workers/composition';
import { createWhatIfEngine } from '../workers/what-if/engine';
import { generateInputs } from './evaluation/customers';
import { storeInputs } from './evaluation/store-inputs';
import type { Figures } from './figures';
import { loadNow } from './support/load';
import { numberOption } from './support/options';

const seed = 20_260_325;
const size = numberOption('customers', 100_000);
const slice = 2_000;

/** What-if over a stored base on PostgreSQL: reading, two evaluations each, arbitration, and the plays of those who would start. */
export async function run(): Promise<Figures> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-whatif-'));
  // The server runs as another user than the bench.
  chmodSync(folder, 0o755);
  const postgres = await startPrivatePostgres({ folder, fsync: false });
  const store = await openPostgresStore({ url: postgres.url });
  const settings = readSettings({ TIDELINE_CLOCK_BASE: '2026-03-10T12:00:00.000Z' });
  const app = {
    ...applicationOn(settings, store, pino({ level: 'warn' })),
    clock: { now: () => '2026-03-10T12:30:00.000Z' },
  };
  try {
    const texts = await readBookTexts(path.join(checkoutRoot(), 'config/book'));
    const active = await bookOf(texts);
    await publishBook(app, { book: active, texts }, { by: 'bench' });
    for (let stored = 0; stored < size; stored += slice)
      await storeInputs(store, generateInputs(active, Math.min(slice, size - stored), seed + stored));
    await store.transaction((tx) => tx.query('ANALYZE'));
    const candidate = await bookOf(sooner(texts));
    return await measure(createWhatIfEngine(app), { candidate, active: active.hash });
  } finally {
    await store.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  engine: ReturnType<typeof createWhatIfEngine>,
  ask: { readonly candidate: CompiledBook; readonly active: string },
): Promise<Figures> {
  const load = loadNow();
  const begun = process.hrtime.bigint();
  const report = (await engine.run(ask, () => undefined)) as unknown as WhatIfReport;
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  const starts = assertCompared(report);
  return {
    customers_per_s: Math.round(report.customers / seconds),
    seconds: Math.round(seconds * 10) / 10,
    customers: report.customers,
    changed_share: Math.round((report.changed / report.customers) * 1_000) / 1_000,
    starts,
    peak_rss_mib: Math.round(process.resourceUsage().maxRSS / 1_024),
    load_1min: load,
    seed,
  };
}

/** Every customer was compared, moves add up segment by segment, and the plays that start ask for something. */
function assertCompared({
  customers,
  failed,
  changed,
  segments,
  plays,
  load,
  warnings,
}: WhatIfReport): number {
  const starts = plays.reduce((sum, play) => sum + play.starts, 0);
  const uneven = segments.filter(({ before, after, entered, left }) => after - before !== entered - left);
  const asked = [load.messages, ...Object.values(load.tasks)].flat().reduce((sum, count) => sum + count, 0);
  if (
    customers !== size ||
    failed > 0 ||
    uneven.length > 0 ||
    changed < size * 0.01 ||
    starts === 0 ||
    asked === 0
  )
    throw new Error(
      `the base was not compared: ${JSON.stringify({ customers, failed, changed, uneven, starts, asked, warnings })}`,
    );
  return starts;
}

async function bookOf(texts: BookTexts): Promise<CompiledBook> {
  const read = await readBookOfTexts(texts);
  if (read.ok) return read.book;
  throw new Error(read.errors.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
}

/** The shipped book with a churn risk that is high from fewer points on. */
function sooner(texts: BookTexts): BookTexts {
  const scores = texts['scores.yaml'] ?? '';
  const changed = scores.replace('high: { enter: 45, leave: 35 }', 'high: { enter: 30, leave: 25 }');
  if (changed === scores) throw new Error('scores.yaml has no threshold of 45 any more: mend bench/whatif');
  return { ...texts, 'scores.yaml': changed };
}

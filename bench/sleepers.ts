import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { SupervisedProcess } from '../ports/processes/supervise';
import type { Figures } from './figures';
import { countHistory } from './support/history-count';
import { loadNow } from './support/load';
import { numberOption } from './support/options';
import { median, rounded } from './support/percentiles';
import { prepareBatch, type Side, type WaitingTreatment } from './support/side';
import { baselineSide, handWritten, ourSide } from './support/sides';
import { type Site, startSite } from './support/site';

const sampled = 50;
const warmUp = 50;
const patienceMs = 900_000;
/** Long enough for the last timers to be started and for what starting left behind to be collected. */
const restMs = 20_000;

/** What a side's sleeping treatments take, each. */
interface Sleeping {
  readonly workerBytes: number;
  readonly storeBytes: number;
  readonly historyEvents: number;
  readonly historyBytes: number;
}

/** Treatments asleep for a month against as many hand-written workflows: memory, store, history. */
export async function run(): Promise<Figures> {
  const size = numberOption('size', 2_000);
  const loadBefore = loadNow();
  const site = await startSite({ TIDELINE_MAX_CACHED_WORKFLOWS: String(size + 500) });
  try {
    const ours = await fallAsleep(site, { side: ourSide(site), worker: site.worker, size });
    const byHand = baselineSide(site, handWritten.sleep);
    const baseline = await fallAsleep(site, { side: byHand, worker: site.baselineWorker, size });
    return figuresOf(ours, baseline, { size, load: { before: loadBefore, after: loadNow() } });
  } finally {
    await site.stop();
  }
}

function figuresOf(
  ours: Sleeping,
  baseline: Sleeping,
  run: { readonly size: number; readonly load: { readonly before: number; readonly after: number } },
): Figures {
  const both = (of: keyof Sleeping): Record<string, number> => ({
    ours: rounded(ours[of], 1),
    baseline: rounded(baseline[of], 1),
  });
  return {
    worker_bytes_each: both('workerBytes'),
    store_bytes_each: both('storeBytes'),
    history_events_each: both('historyEvents'),
    history_bytes_each: both('historyBytes'),
    ratio_history_bytes: rounded(ours.historyBytes / baseline.historyBytes, 3),
    ratio_worker_bytes: rounded(ours.workerBytes / baseline.workerBytes, 3),
    sleepers: run.size,
    load: run.load,
  };
}

interface Sleepers {
  readonly side: Side;
  readonly worker: SupervisedProcess;
  readonly size: number;
}

async function fallAsleep(site: Site, { side, worker, size }: Sleepers): Promise<Sleeping> {
  // What every worker needs once, however many sleep.
  await sleepAll(side, 'warm', warmUp);
  const before = { worker: residentBytes(worker), store: await storeBytes(side) };
  const treatments = await sleepAll(side, 'night', size);
  const after = { worker: residentBytes(worker), store: await storeBytes(side) };
  const histories = await historiesOf(site, treatments);
  console.error(`${side.name}: one history has ${JSON.stringify(histories[0]?.byType)}`);
  return {
    workerBytes: (after.worker - before.worker) / size,
    storeBytes: (after.store - before.store) / size,
    historyEvents: median(histories.map(({ events }) => events)),
    historyBytes: median(histories.map(({ bytes }) => bytes)),
  };
}

/** Starts treatments and comes back when all of them sleep. */
async function sleepAll(side: Side, name: string, size: number): Promise<readonly WaitingTreatment[]> {
  const { treatments, begin } = await prepareBatch(side, { name, size, segment: 'sleep-due' });
  await begin();
  const ids = treatments.map(({ id }) => id);
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const asleep = await side.app.store.transaction((tx) =>
      tx.query(
        `SELECT id FROM treatments WHERE state = 'running' AND step = 'rest' AND id = ANY($1::text[])`,
        [ids],
      ),
    );
    if (asleep.length === size) break;
    if (Date.now() > deadline) throw new Error(`${side.name}: ${asleep.length} of ${size} sleep`);
    await delay(250);
  }
  await delay(restMs);
  return treatments;
}

/** Histories of a sample, each of a workflow that runs, has its timer and does nothing. */
async function historiesOf({ temporal }: Site, treatments: readonly WaitingTreatment[]) {
  const every = Math.max(1, Math.floor(treatments.length / sampled));
  const sample = treatments.filter((_, index) => index % every === 0);
  return Promise.all(
    sample.map(async ({ id }) => {
      const handle = temporal.workflow.getHandle(id);
      const { status, historySize, raw } = await handle.describe();
      const counted = await countHistory(temporal, id);
      const busy = (raw.pendingActivities ?? []).length;
      if (status.name !== 'RUNNING' || busy > 0 || (counted.byType['timerStarted'] ?? 0) < 1)
        throw new Error(
          `${id} does not sleep: ${status.name}, ${busy} activities, ${JSON.stringify(counted.byType)}`,
        );
      return { ...counted, bytes: historySize ?? 0 };
    }),
  );
}

function residentBytes({ pid }: SupervisedProcess): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined)
    throw new Error(`the memory of process ${pid} cannot be read: this bench needs Linux`);
  return Number(kilobytes) * 1_024;
}

async function storeBytes({ app }: Side): Promise<number> {
  const [row] = await app.store.transaction((tx) =>
    tx.query<{ bytes: string }>('SELECT pg_database_size(current_database())::text AS bytes'),
  );
  return Number(row?.bytes ?? 0);
}

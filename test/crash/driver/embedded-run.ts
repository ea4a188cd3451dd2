import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { crashPoints, type CrashPoint } from '../../../application/crash-points';
import { ProcessStartError, type SupervisedProcess } from '../../../ports/processes/supervise';
import { openPgliteStore } from '../../../ports/store/pglite-store';
import type { EmbeddedDeployment } from '../../support/deployment/embedded-process';
import { httpClient, type HttpClient } from '../../support/deployment/http-client';
import type { Evidence } from '../evidence';
import { planCustomers, type CustomerPlan, type PlanSize } from '../plan';
import type { Random } from '../random';
import { createCaller, type Caller } from './caller';
import { auditOverHttp, collect, type Query } from './collect';
import { introduce, sendPayment, sendStarts, sendStop } from './input';

/** How a run over the embedded process goes. */
export interface EmbeddedRunOptions {
  readonly size: PlanSize;
  readonly windows: { readonly mailMs: number; readonly chargeMs: number };
  /** Kills at random moments, beside one at each named point. */
  readonly randomKills: number;
  readonly patienceMs: number;
}

/** How the process is to die; without a point at a moment of chance. */
interface Death {
  readonly point?: CrashPoint;
  /** The point was not reached in its first turn. */
  readonly again?: boolean;
}

interface Outside {
  readonly api: HttpClient;
  readonly sandbox: HttpClient;
  readonly mail: HttpClient;
  readonly caller: Caller;
}

// A point that is not reached for so long has no work left; the process is then killed where it stands.
const pointPatienceMs = 25_000;
// So often it must have answered that there is no treatment before none is expected: however long it does not answer,
// what was sent first is still to be heard first.
const looksWithoutTreatment = 120;

/** Kills the whole process at every named point and at random, starts it again on the same folder, and collects. */
export async function runEmbeddedUnderFire(
  embedded: EmbeddedDeployment,
  options: EmbeddedRunOptions,
  random: Random,
): Promise<Evidence> {
  const customers = planCustomers(options.size, random);
  // Points need work to be reached, which grows less with time: they come first, and have a second turn.
  const deaths: Death[] = [
    ...random.shuffle([...crashPoints]).map((point) => ({ point })),
    ...Array.from({ length: options.randomKills }, () => ({})),
  ];
  const kills = { random: {} as Record<string, number>, points: {} as Partial<Record<CrashPoint, number>> };
  const exposed = new Set<string>();
  const expose = async (): Promise<void> => {
    for (const key of await attempting(embedded)) exposed.add(key);
  };
  let running = await embedded.start();
  const outside = outsideOf(embedded, random);
  await prepare(outside, customers, options);
  await running.stop();
  const playing = (async () => {
    await Promise.all([
      sendStarts(customers, outside.caller, random),
      ...customers.map((plan) => end(plan, outside, random)),
    ]);
  })();
  for (let death = deaths.shift(); death; death = deaths.shift()) {
    const point = await liveAndDie(embedded, death, random);
    if (point === undefined) kills.random['embedded'] = (kills.random['embedded'] ?? 0) + 1;
    else kills.points[point] = (kills.points[point] ?? 0) + 1;
    if (death.point !== undefined && point === undefined && !death.again)
      deaths.unshift({ point: death.point, again: true });
    await expose();
  }
  running = await startPatiently(() => embedded.start());
  await playing;
  await untilClosed(outside.api, customers, options.patienceMs);
  const audit = await auditOverHttp(outside.api);
  const charges = await outside.sandbox.get<unknown>('/sandbox/charges');
  const messages = await outside.mail.get<unknown>('/messages');
  await running.stop();
  const answering = (answer: unknown): Pick<HttpClient, 'get'> => ({ get: async <T>() => answer as T });
  return onStore(embedded, (query) =>
    collect(
      { query, sandbox: answering(charges), mail: answering(messages), audit: async () => audit },
      { customers, nudges: {}, kills: { ...kills, exposed: [...exposed] } },
    ),
  );
}

function outsideOf(embedded: EmbeddedDeployment, random: Random): Outside {
  const local = readFileSync(path.join(embedded.folder, '../local.json'), 'utf8');
  const { token } = JSON.parse(local) as { token: string };
  return {
    api: httpClient(embedded.apiUrl, token),
    sandbox: httpClient(embedded.sandboxUrl, embedded.stripeKey),
    mail: httpClient(embedded.mailUrl, ''),
    caller: createCaller([embedded.apiUrl], token, random),
  };
}

async function prepare(
  { api, sandbox }: Outside,
  plans: readonly CustomerPlan[],
  options: EmbeddedRunOptions,
): Promise<void> {
  const half = Math.ceil(options.windows.chargeMs / 2);
  await sandbox.post('/sandbox/faults', {
    delayBeforeMs: half,
    delayAfterMs: half,
    duplicateWebhooks: 1_000,
  });
  await introduce(plans, api, sandbox);
}

// The embedded store has one owner, so who ends a treatment finds it over HTTP, at a moment of chance.
async function end(plan: CustomerPlan, { caller, api }: Outside, random: Random): Promise<void> {
  if (plan.fate === 'runsThrough' || plan.fate === 'overtaken') return;
  await sleep(plan.startsAtMs + random.next() * 20_000);
  // While nothing answers, what was sent later may be heard first: a payment before its failure starts nothing.
  const id = await treatmentOf(plan, api);
  if (plan.fate === 'paid') return sendPayment(plan, caller);
  if (id !== undefined) await sendStop(id, caller);
}

async function treatmentOf(plan: CustomerPlan, api: HttpClient): Promise<string | undefined> {
  for (let looks = 0; looks < looksWithoutTreatment;) {
    try {
      const { treatments } = await api.get<{ treatments: { id: string }[] }>(
        `/v1/treatments?customer=${plan.id}`,
      );
      if (treatments[0]) return treatments[0].id;
      looks += 1;
    } catch {
      // It is dead just now, or being started again.
    }
    await sleep(500);
  }
  return undefined;
}

function dyingAt({ point, again }: Death, random: Random): Record<string, string> {
  if (point === undefined) return {};
  const oneIn = again ? 1 : 1 + Math.floor(random.next() * 3);
  return { TIDELINE_CRASH_POINT: point, TIDELINE_CRASH_ONE_IN: String(oneIn) };
}

async function die(
  running: SupervisedProcess,
  { point }: Death,
  random: Random,
): Promise<CrashPoint | undefined> {
  const patience = point === undefined ? 1_000 + random.next() * 4_000 : pointPatienceMs;
  if (await Promise.race([running.exited, sleep(patience)])) return point;
  await running.kill();
  return undefined;
}

// With work left over it may reach its point before it has said that it is up: that is a death at the point as well.
async function liveAndDie(
  embedded: EmbeddedDeployment,
  death: Death,
  random: Random,
): Promise<CrashPoint | undefined> {
  const settings = dyingAt(death, random);
  try {
    return await die(await startPatiently(() => embedded.start(settings)), death, random);
  } catch (error) {
    if (death.point !== undefined && killedItself(error)) return death.point;
    throw error;
  }
}

function killedItself(error: unknown): boolean {
  return error instanceof ProcessStartError && error.exit?.signal === 'SIGKILL';
}

// The servers it had started die a moment after it; until then their ports are taken.
async function startPatiently(start: () => Promise<SupervisedProcess>): Promise<SupervisedProcess> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      if (attempt >= 6 || killedItself(error)) throw error;
      await sleep(500);
    }
  }
}

async function attempting(embedded: EmbeddedDeployment): Promise<string[]> {
  return onStore(embedded, async (query) => {
    const rows = await query<{ key: string }>(
      `SELECT request_key AS key FROM effects WHERE state = 'attempting'`,
    );
    return rows.map(({ key }) => key);
  });
}

async function onStore<T>(embedded: EmbeddedDeployment, work: (query: Query) => Promise<T>): Promise<T> {
  const store = await openPgliteStore({ folder: path.join(embedded.folder, 'store') });
  try {
    const query: Query = async <R>(sql: string) => (await store.transaction((tx) => tx.query(sql))) as R[];
    return await work(query);
  } finally {
    await store.close();
  }
}

async function untilClosed(
  api: HttpClient,
  customers: readonly CustomerPlan[],
  patienceMs: number,
): Promise<void> {
  const expected = customers.filter((plan) => plan.fate !== 'overtaken').length;
  const giveUpAt = Date.now() + patienceMs;
  while (Date.now() < giveUpAt) {
    const { treatments } = await api.get<{ treatments: unknown[] }>('/v1/treatments?state=closed&limit=200');
    if (treatments.length >= expected) return;
    await sleep(1_000);
  }
}

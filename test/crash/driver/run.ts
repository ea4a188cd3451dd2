import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../ports/processes/free-port';
import type { Deployment, ProcessOptions } from '../../support/deployment';
import type { Evidence } from '../evidence';
import { planCustomers, type CustomerPlan, type PlanSize } from '../plan';
import type { Random } from '../random';
import { createCaller, type Caller } from './caller';
import { auditOverHttp, collect } from './collect';
import { echo } from './echo';
import { untilAllEnded } from './ended';
import { createFleet, type Fleet } from './fleet';
import { hunter, type Hunt } from './hunters';
import { introduce, sendStarts } from './input';
import { interfere } from './interfere';
import { createKillings, type Killings } from './killings';
import { killAtRandom, type Pace } from './random-kills';

/** How a run over separate processes goes. */
export interface RunOptions {
  readonly size: PlanSize;
  /** How slow the outside world is: the wider the window, the more lands in it. */
  readonly windows: { readonly mailMs: number; readonly chargeMs: number };
  /** Processes that die at named points; the API among them listens on a port of its own. */
  readonly hunts: readonly Omit<Hunt, 'options'>[];
  /** How long the hunts may go on after the last start was sent; the checker counts what they came to. */
  readonly huntPatienceMs: number;
  /** Absent = nothing is killed at random. */
  readonly pace?: Pace;
  /** Share of the inbox items that reach their workflow a second time. */
  readonly echoShare: number;
  /** A stretch without any relay, from the start of the run. */
  readonly withoutRelay?: { readonly fromMs: number; readonly forMs: number };
  /** What workers are run as, if not as production runs them. */
  readonly worker?: ProcessOptions;
  /** How long all may take to end once the killing is over. */
  readonly patienceMs: number;
  /** Looked at every few seconds; ends the run before everything has ended. */
  readonly enough?: (evidence: Evidence) => boolean;
}

/** What a run gives: the evidence, and what the harness itself noticed. */
export interface Run {
  readonly evidence: Evidence;
  readonly seconds: number;
  readonly echoes: number;
  readonly stillOpen: readonly string[];
  readonly unexpected: readonly string[];
}

interface Scene {
  readonly deployment: Deployment;
  readonly options: RunOptions;
  readonly random: Random;
  readonly customers: readonly CustomerPlan[];
  readonly killings: Killings;
  readonly fleet: Fleet;
}

/** Starts, interferes, kills, waits until everything has ended, and collects; nothing of it runs afterwards. */
export async function runUnderFire(
  deployment: Deployment,
  options: RunOptions,
  random: Random,
): Promise<Run> {
  const begun = Date.now();
  const customers = planCustomers(options.size, random);
  const killings = createKillings(deployment);
  const fleet = createFleet(deployment);
  const scene: Scene = { deployment, options, random, customers, killings, fleet };
  await slowDown(scene);
  const caller = await startFleet(scene);
  try {
    await introduce(customers, deployment.api, deployment.sandbox);
    const { evidence, echoes, stillOpen } = await play(scene, caller);
    const seconds = (Date.now() - begun) / 1_000;
    return { evidence, seconds, echoes, stillOpen, unexpected: fleet.unexpected };
  } finally {
    await fleet.disband();
  }
}

async function play(
  { deployment, options, random, customers, killings, fleet }: Scene,
  caller: Caller,
): Promise<Pick<Run, 'evidence' | 'echoes' | 'stillOpen'>> {
  const interference = interfere(deployment, customers, caller, random);
  const echoing = await echo(deployment, options.echoShare, random);
  const kills = options.pace && killAtRandom({ deployment, fleet, killings }, options.pace, random);
  const absent = leaveWithoutRelay(fleet, options.withoutRelay);
  const query = <T>(sql: string): Promise<T[]> => deployment.query<T>(sql);
  const { sandbox, mail, api } = deployment;
  const witnesses = { query, sandbox, mail, audit: () => auditOverHttp(api) };
  const look = (): Promise<Evidence> =>
    collect(witnesses, { customers, nudges: interference.nudges, kills: killings.evidence() });
  let stillOpen: readonly string[];
  let echoes: number;
  try {
    await sendStarts(customers, caller, random);
    await Promise.all([huntsOver(options, killings), absent]);
    await kills?.end();
    await fleet.settle();
    const { patienceMs, enough = () => false } = options;
    stillOpen = await untilAllEnded(query, customers, {
      patienceMs,
      enough: async () => enough(await look()),
    });
  } finally {
    await kills?.end();
    await interference.end();
    echoes = await echoing.end();
  }
  return { evidence: await look(), echoes, stillOpen };
}

async function slowDown({ deployment: { mail, sandbox }, options: { windows } }: Scene): Promise<void> {
  await mail.delete('/faults');
  await mail.post('/faults', { delayMs: windows.mailMs });
  const half = Math.ceil(windows.chargeMs / 2);
  await sandbox.post('/sandbox/faults', {
    delayBeforeMs: half,
    delayAfterMs: half,
    loseProbability: 0.1,
    duplicateWebhooks: 1_000,
  });
}

async function startFleet({ deployment, options, random, killings, fleet }: Scene): Promise<Caller> {
  const otherApiPort = await freePort();
  // The fleet takes the API over, so that it comes back when it is killed.
  await deployment.firstApi.stop();
  const worker = options.worker ?? {};
  await Promise.all([
    fleet.add({ name: 'api', role: 'api', next: () => ({}) }),
    fleet.add({ name: 'relay', role: 'relay', next: () => ({}) }),
    fleet.add({ name: 'worker', role: 'worker', next: () => worker, died: () => killings.workerDied() }),
  ]);
  const own: Partial<Record<Hunt['role'], ProcessOptions>> = {
    api: { settings: { TIDELINE_API_PORT: String(otherApiPort) } },
    worker,
  };
  const hunters = options.hunts.map((hunt) => hunter({ ...hunt, options: own[hunt.role] }, killings, random));
  await Promise.all(hunters.map((member) => fleet.add(member)));
  const urls = [deployment.apiPort, otherApiPort].map((port) => `http://127.0.0.1:${port}`);
  return createCaller(urls, deployment.token, random);
}

async function leaveWithoutRelay(fleet: Fleet, gap: RunOptions['withoutRelay']): Promise<void> {
  if (!gap) return;
  await sleep(gap.fromMs);
  await fleet.kill('relay', gap.forMs);
}

async function huntsOver({ hunts, huntPatienceMs }: RunOptions, killings: Killings): Promise<void> {
  const giveUpAt = Date.now() + huntPatienceMs;
  const isOpen = ({ points, times }: RunOptions['hunts'][number]): boolean =>
    points.some((point) => killings.countOf(point) < times);
  while (hunts.some(isOpen) && Date.now() < giveUpAt) await sleep(250);
}

import { freePort } from '../../../ports/processes/free-port';
import type { Deployment } from '../../support/deployment';
import type { Evidence } from '../evidence';
import { planCustomers, type PlanSize } from '../plan';
import type { Random } from '../random';
import { createCaller } from './caller';
import { auditOverHttp, collect } from './collect';
import { untilAllEnded } from './ended';
import { createFleet, type Fleet } from './fleet';
import { hunter, type Hunt } from './hunters';
import { introduce, sendStarts } from './input';
import { interfere } from './interfere';
import { createKillings, type Killings } from './killings';
import { killAtRandom } from './random-kills';

/** How a run over separate processes goes. */
export interface RunOptions {
  readonly size: PlanSize;
  /** How slow the outside world is: the wider the window, the more lands in it. */
  readonly windows: { readonly mailMs: number; readonly chargeMs: number };
  /** Processes that die at named points; the API among them listens on a port of its own. */
  readonly hunts: readonly Omit<Hunt, 'settings'>[];
  /** Absent = nothing is killed at random. */
  readonly pace?: { readonly leastMs: number; readonly mostMs: number };
  /** How long all may take to end once the killing is over. */
  readonly patienceMs: number;
}

/** What a run gives: the evidence, and what the harness itself noticed. */
export interface Run {
  readonly evidence: Evidence;
  readonly stillOpen: readonly string[];
  readonly unexpected: readonly string[];
}

/** Starts, interferes, kills, waits until everything has ended, and collects. */
export async function runUnderFire(
  deployment: Deployment,
  options: RunOptions,
  random: Random,
): Promise<Run> {
  const customers = planCustomers(options.size, random);
  await slowDown(deployment, options.windows);
  await introduce(customers, deployment.api, deployment.sandbox);
  const killings = createKillings(deployment);
  const fleet = createFleet(deployment);
  const otherApiPort = await freePort();
  await startFleet({ deployment, fleet, killings }, options.hunts, otherApiPort, random);
  const urls = [deployment.apiPort, otherApiPort].map((port) => `http://127.0.0.1:${port}`);
  const caller = createCaller(urls, deployment.token, random);
  const interference = interfere(deployment, customers, caller, random);
  const kills = options.pace && killAtRandom({ deployment, fleet, killings }, options.pace, random);
  await sendStarts(customers, caller, random);
  await huntsOver(options.hunts, killings);
  await kills?.end();
  await fleet.settle();
  const stillOpen = await untilAllEnded((sql) => deployment.query(sql), customers, options.patienceMs);
  await interference.end();
  const evidence = await collect(
    {
      query: (sql) => deployment.query(sql),
      sandbox: deployment.sandbox,
      mail: deployment.mail,
      audit: () => auditOverHttp(deployment.api),
    },
    { customers, nudges: interference.nudges, kills: killings.evidence() },
  );
  return { evidence, stillOpen, unexpected: fleet.unexpected };
}

async function slowDown({ mail, sandbox }: Deployment, windows: RunOptions['windows']): Promise<void> {
  await mail.post('/faults', { delayMs: windows.mailMs });
  const half = Math.ceil(windows.chargeMs / 2);
  await sandbox.post('/sandbox/faults', {
    delayBeforeMs: half,
    delayAfterMs: half,
    loseProbability: 0.1,
    duplicateWebhooks: 1_000,
  });
}

async function startFleet(
  parts: { readonly deployment: Deployment; readonly fleet: Fleet; readonly killings: Killings },
  hunts: RunOptions['hunts'],
  otherApiPort: number,
  random: Random,
): Promise<void> {
  const { deployment, fleet, killings } = parts;
  // The fleet takes the API over, so that it comes back when it is killed.
  await deployment.firstApi.stop();
  const plain = (): object => ({});
  await Promise.all([
    fleet.add({ name: 'api', role: 'api', next: plain }),
    fleet.add({ name: 'relay', role: 'relay', next: plain }),
    fleet.add({ name: 'worker', role: 'worker', next: plain, died: () => killings.workerDied() }),
  ]);
  for (const hunt of hunts) {
    const settings: Record<string, string> = hunt.role === 'api' ? { TIDELINE_API_PORT: String(otherApiPort) } : {};
    void fleet.add(hunter({ ...hunt, settings }, killings, random));
  }
}

const huntPatienceMs = 150_000;

// Work may run out before a point was hit often enough; the checker then says so.
async function huntsOver(hunts: RunOptions['hunts'], killings: Killings): Promise<void> {
  const giveUpAt = Date.now() + huntPatienceMs;
  const open = (): boolean =>
    hunts.some(({ points, times }) => points.some((point) => killings.countOf(point) < times));
  while (open() && Date.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 250));
}

import { setTimeout as delay } from 'node:timers/promises';
import { type BenchCustomer, makeCustomers } from './customers';
import { baselineQueue, type Site } from './site';

/** How many of each kind, and how fast. */
export interface LatencyPlan {
  readonly name: string;
  readonly samples: number;
  readonly perSecond: number;
}

/** One customer's crossing and goal. */
export interface Answered {
  readonly customer: BenchCustomer;
  readonly treatmentId: string;
  /** Wall-clock milliseconds when the API had answered 2xx. */
  readonly crossedAt: number;
  readonly settledAt: number;
}

/** A bare start. */
export interface Started {
  readonly workflowId: string;
  /** Wall-clock milliseconds when the start was called. */
  readonly calledAt: number;
}

/** Everything sent. */
export interface Fired {
  readonly answered: readonly Answered[];
  readonly started: readonly Started[];
  /** How late the bench itself was. */
  readonly lateMs: readonly number[];
}

// Long after the mail is out and the treatment waits.
const restMs = 60_000;

/** Sends crossings, bare starts and, a minute after each crossing, its goal: an open loop, whatever the answers take. */
export async function fire(site: Site, { name, samples, perSecond }: LatencyPlan): Promise<Fired> {
  const customers = await makeCustomers(site.ours, `latency-${name}`, samples);
  const lateMs: number[] = [];
  const everyMs = 1_000 / perSecond;
  const begin = Date.now() + 500;
  const at = async (ms: number): Promise<void> => {
    await delay(Math.max(0, begin + ms - Date.now()));
    lateMs.push(Math.max(0, Date.now() - begin - ms));
  };
  const answered = Promise.all(
    customers.map(async (customer, index): Promise<Answered> => {
      await at(index * everyMs);
      const { treatmentId, crossedAt } = await cross(site, customer);
      // Between two crossings, as the bare starts are.
      await at((index + 2 / 3) * everyMs + restMs);
      return { customer, treatmentId, crossedAt, settledAt: await settle(site, customer) };
    }),
  );
  const started = Promise.all(
    customers.map(async (_customer, index): Promise<Started> => {
      await at((index + 1 / 3) * everyMs);
      return startBare(site, `bare-${name}-${index}`);
    }),
  );
  return { answered: await answered, started: await started, lateMs };
}

interface Intake {
  readonly results: readonly {
    readonly status: string;
    readonly message?: string;
    readonly treatments: readonly string[];
  }[];
}

async function cross(
  { deployment }: Site,
  { id }: BenchCustomer,
): Promise<{ readonly treatmentId: string; readonly crossedAt: number }> {
  const body = {
    id: `${id}-due`,
    customer: id,
    segment: 'notice-due',
    direction: 'entered',
    occurredAt: now(),
  };
  const { results } = await deployment.api.post<Intake>('/v1/crossings', body);
  const crossedAt = Date.now();
  const [result] = results;
  const [treatmentId] = result?.treatments ?? [];
  if (treatmentId === undefined)
    throw new Error(`${id}: ${result?.status} ${result?.message ?? 'no treatment'}`);
  return { treatmentId, crossedAt };
}

async function settle({ deployment }: Site, { id }: BenchCustomer): Promise<number> {
  const body = { id: `${id}-settled`, customer: id, name: 'settled', value: true, occurredAt: now() };
  const { results } = await deployment.api.post<Intake>('/v1/signals', body);
  const settledAt = Date.now();
  if (results[0]?.status !== 'accepted') throw new Error(`${id}: ${JSON.stringify(results)}`);
  return settledAt;
}

async function startBare({ temporal }: Site, workflowId: string): Promise<Started> {
  const calledAt = Date.now();
  await temporal.workflow.start('bareStart', { workflowId, taskQueue: baselineQueue });
  return { workflowId, calledAt };
}

function now(): string {
  return new Date().toISOString();
}

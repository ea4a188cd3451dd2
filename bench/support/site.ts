import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Client as Postgres } from 'pg';
import type { Application } from '../../application/application';
import { publishBook } from '../../application/publish-book';
import { readSettings } from '../../config/settings';
import { checkoutRoot } from '../../ports/processes/find-binaries';
import { readBook } from '../../ports/book-files/read-book';
import type { SupervisedProcess } from '../../ports/processes/supervise';
import { type Deployment, startDeployment } from '../../test/support/deployment';
import { compose } from '../../workers/composition';

const bookFolder = path.join(checkoutRoot(), 'bench/books/treatments');

/** Task queue of the hand-written workflows. */
export const baselineQueue = 'baseline';

/** A deployment with Tideline's worker and relay and the baseline's worker, each a process of its own. */
export interface Site {
  readonly deployment: Deployment;
  readonly temporal: Client;
  /** Tideline's store, opened by the bench too. */
  readonly ours: Application;
  /** The baseline's store: another database of the same cluster, with the same book, which no relay serves. */
  readonly baseline: Application;
  readonly worker: SupervisedProcess;
  readonly relay: SupervisedProcess;
  readonly baselineWorker: SupervisedProcess;
  stop(): Promise<void>;
}

/** Brings the site up; `settings` go to every process. */
export async function startSite(settings: Readonly<Record<string, string>> = {}): Promise<Site> {
  const deployment = await startDeployment({ bookFolder, settings });
  const stops: (() => Promise<void>)[] = [deployment.stop];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    return { ...(await bringUp(deployment, stops)), deployment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(
  deployment: Deployment,
  stops: (() => Promise<void>)[],
): Promise<Omit<Site, 'deployment' | 'stop'>> {
  const baselineUrl = await secondDatabase(deployment.databaseUrl);
  const ours = await open(deployment, deployment.databaseUrl, stops);
  const baseline = await open(deployment, baselineUrl, stops);
  const read = await readBook(bookFolder);
  if (!read.ok) throw new Error(`the benches' book has faults: ${JSON.stringify(read.errors)}`);
  await publishBook(baseline, read, { by: 'bench' });
  const worker = await deployment.run('worker');
  const relay = await deployment.run('relay');
  const baselineWorker = await deployment.run('worker', {
    entry: 'bench/baseline/worker-process.ts',
    settings: { TIDELINE_DATABASE_URL: baselineUrl, TIDELINE_TASK_QUEUE: baselineQueue },
  });
  const connection = await Connection.connect({ address: deployment.temporal.address });
  stops.push(() => connection.close());
  return { temporal: new Client({ connection }), ours, baseline, worker, relay, baselineWorker };
}

async function open(
  deployment: Deployment,
  databaseUrl: string,
  stops: (() => Promise<void>)[],
): Promise<Application> {
  const settings = readSettings({
    ...deployment.environment,
    TIDELINE_DATABASE_URL: databaseUrl,
    TIDELINE_LOG_LEVEL: 'warn',
  });
  const composition = await compose(settings);
  stops.push(composition.close);
  return composition.app;
}

async function secondDatabase(url: string): Promise<string> {
  const client = new Postgres({ connectionString: url });
  await client.connect();
  try {
    await client.query('CREATE DATABASE baseline');
  } finally {
    await client.end();
  }
  const second = new URL(url);
  second.pathname = '/baseline';
  return second.href;
}

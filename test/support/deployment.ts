import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Pool } from 'pg';
import { checkoutRoot } from '../../ports/processes/find-binaries';
import { freePort } from '../../ports/processes/free-port';
import { startPrivatePostgres } from '../../ports/processes/private-postgres';
import type { SupervisedProcess } from '../../ports/processes/supervise';
import { filesOfBook } from './deployment/book-folder';
import { httpClient, type HttpClient } from './deployment/http-client';
import { type Role, runRole } from './deployment/role-process';
import { restartableTemporal, type RestartableTemporal } from './deployment/temporal-server';
import { buildWorkflowBundle } from './deployment/workflow-bundle';
import { startedThings, type StartedThings } from './started-things';

/** What a deployment is made of. */
export interface DeploymentOptions {
  readonly bookFolder: string;
  /** An empty database; a private cluster is started when absent. */
  readonly databaseUrl?: string;
  /** Set for every process, over what the deployment sets itself. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** How one process differs from the deployment's others of its role. */
export interface ProcessOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** Another entry point than `workers/main.ts`, seen from the checkout. */
  readonly entry?: string;
}

/** Every part as a process of its own on 127.0.0.1, with a book published and nothing treated yet. No worker and no relay runs until asked for. */
export interface Deployment {
  readonly folder: string;
  readonly databaseUrl: string;
  /** What every process of the deployment is given, for one that is to run beside them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where the deployment's API is to listen, and the webhooks of the sandbox go. */
  readonly apiPort: number;
  readonly token: string;
  readonly api: HttpClient;
  readonly sandbox: HttpClient;
  readonly mail: HttpClient;
  readonly temporal: RestartableTemporal;
  /** The API that the deployment began with; kill it and start another with `run('api')`. */
  readonly firstApi: SupervisedProcess;
  run(role: Role, options?: ProcessOptions): Promise<SupervisedProcess>;
  query<T>(sql: string, parameters?: readonly unknown[]): Promise<T[]>;
  /** Stops everything, whatever was killed before, and removes the folder unless TIDELINE_KEEP_DEPLOYMENT is set. */
  stop(): Promise<void>;
}

const stripeKey = 'sk_test_deployment';

/** Brings a deployment up. */
export async function startDeployment(options: DeploymentOptions): Promise<Deployment> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-deployment-'));
  chmodSync(folder, 0o755); // A private PostgreSQL's own user must get through.
  const started = startedThings();
  const stop = async (): Promise<void> => {
    await started.stop();
    if (process.env['TIDELINE_KEEP_DEPLOYMENT'] === undefined)
      rmSync(folder, { recursive: true, force: true });
  };
  try {
    return await bringUp(options, { folder, started, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Site {
  readonly folder: string;
  readonly started: StartedThings;
  readonly stop: () => Promise<void>;
}

async function bringUp(options: DeploymentOptions, { folder, started, stop }: Site): Promise<Deployment> {
  await buildWorkflowBundle();
  const databaseUrl = options.databaseUrl ?? (await privateDatabase(folder, started));
  const temporal = await started.add(restartableTemporal(folder, await freePort()), (server) =>
    server.kill(),
  );
  const settings = { ...(await settingsOf(folder, databaseUrl, temporal.address)), ...options.settings };
  const run = runner(settings, folder, started);
  await Promise.all([run('mail-catcher'), run('sandbox')]);
  const token = await makeKey(settings);
  const firstApi = await run('api');
  const apiPort = Number(settings['TIDELINE_API_PORT']);
  const api = httpClient(`http://127.0.0.1:${apiPort}`, token);
  await api.post('/v1/books', { files: filesOfBook(options.bookFolder), note: 'deployment under test' });
  const pool = new Pool({ connectionString: databaseUrl, max: 4 });
  pool.on('error', () => undefined); // A broken idle connection is the pool's own affair.
  void started.add(Promise.resolve(pool), (open) => open.end());
  return {
    folder,
    databaseUrl,
    environment: settings,
    apiPort,
    token,
    api,
    sandbox: httpClient(settings['TIDELINE_STRIPE_URL']!, stripeKey),
    mail: httpClient(`http://127.0.0.1:${settings['TIDELINE_MAIL_HTTP_PORT']}`, ''),
    temporal,
    firstApi,
    run,
    query: async <T>(sql: string, parameters: readonly unknown[] = []) =>
      (await pool.query(sql, [...parameters])).rows as T[],
    stop,
  };
}

function runner(
  settings: Readonly<Record<string, string>>,
  folder: string,
  started: StartedThings,
): Deployment['run'] {
  const logFolder = path.join(folder, 'logs');
  mkdirSync(logFolder, { recursive: true });
  let count = 0;
  return async (role, options = {}) => {
    count += 1;
    const starting = runRole({
      role,
      name: `${role}-${count}`,
      environment: { ...settings, ...options.settings },
      logFolder,
      ...(options.entry === undefined ? {} : { entry: options.entry }),
    });
    // At the end nothing is worth waiting for.
    return started.add(starting, (process) => process.kill());
  };
}

async function privateDatabase(folder: string, started: StartedThings): Promise<string> {
  const starting = startPrivatePostgres({ folder: path.join(folder, 'postgres'), maxConnections: 200 });
  const cluster = await started.add(starting, (running) => running.stop());
  return cluster.url;
}

async function settingsOf(
  folder: string,
  databaseUrl: string,
  temporal: string,
): Promise<Record<string, string>> {
  const [api, sandbox, smtp, mail] = [await freePort(), await freePort(), await freePort(), await freePort()];
  return {
    TIDELINE_WORKSPACE: 'test',
    TIDELINE_DATA_DIR: folder,
    TIDELINE_DATABASE_URL: databaseUrl,
    TIDELINE_TEMPORAL_ADDRESS: temporal,
    TIDELINE_API_PORT: String(api),
    TIDELINE_SANDBOX_PORT: String(sandbox),
    TIDELINE_STRIPE_URL: `http://127.0.0.1:${sandbox}`,
    TIDELINE_STRIPE_KEY: stripeKey,
    TIDELINE_STRIPE_WEBHOOK_SECRET: 'whsec_deployment',
    TIDELINE_MAIL_SMTP_PORT: String(smtp),
    TIDELINE_SMTP_URL: `smtp://127.0.0.1:${smtp}`,
    TIDELINE_MAIL_HTTP_PORT: String(mail),
  };
}

async function makeKey(settings: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'workers/main.ts', 'api-key', 'deployment', 'manager'],
    { cwd: checkoutRoot(), env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings } },
  );
  const token = stdout.trim().split('\n').at(-1);
  if (!token?.startsWith('tl_')) throw new Error(`the role api-key printed no token: ${stdout}`);
  return token;
}

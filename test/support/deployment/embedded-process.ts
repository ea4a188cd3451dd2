import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkoutRoot } from '../../../ports/processes/find-binaries';
import { freePort } from '../../../ports/processes/free-port';
import { supervise, type SupervisedProcess } from '../../../ports/processes/supervise';

/** Everything in one process on a data folder of its own, as `npm start` runs it. */
export interface EmbeddedDeployment {
  readonly folder: string;
  readonly apiUrl: string;
  readonly sandboxUrl: string;
  readonly mailUrl: string;
  readonly temporalAddress: string;
  readonly stripeKey: string;
  /** Starts it, or starts it again on the same folder. */
  start(settings?: Readonly<Record<string, string>>): Promise<SupervisedProcess>;
}

const stripeKey = 'sk_test_embedded';

/** Prepares a folder and ports; nothing runs until `start`. */
export async function embeddedDeployment(folder: string, bookFolder: string): Promise<EmbeddedDeployment> {
  const [api, sandbox, smtp, mail, temporal, ui] = await freePorts(6);
  mkdirSync(folder, { recursive: true });
  // Known secrets, and no population of samples: the crash book does not know their signals.
  writeFileSync(path.join(folder, 'deployment.json'), JSON.stringify(deploymentFile()));
  const environment = {
    TIDELINE_WORKSPACE: 'test',
    TIDELINE_DATA_DIR: folder,
    TIDELINE_BOOK_DIR: bookFolder,
    TIDELINE_API_PORT: String(api),
    TIDELINE_SANDBOX_PORT: String(sandbox),
    TIDELINE_MAIL_SMTP_PORT: String(smtp),
    TIDELINE_MAIL_HTTP_PORT: String(mail),
    TIDELINE_TEMPORAL_PORT: String(temporal),
    TIDELINE_TEMPORAL_UI_PORT: String(ui),
  };
  const apiUrl = `http://127.0.0.1:${api}`;
  let count = 0;
  return {
    folder,
    apiUrl,
    sandboxUrl: `http://127.0.0.1:${sandbox}`,
    mailUrl: `http://127.0.0.1:${mail}`,
    temporalAddress: `127.0.0.1:${temporal}`,
    stripeKey,
    start: (settings = {}) => {
      count += 1;
      return supervise({
        name: 'embedded Tideline',
        command: process.execPath,
        args: ['--import', 'tsx', 'workers/start.ts', '--prebuilt'],
        cwd: checkoutRoot(),
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment, ...settings },
        logFile: path.join(folder, 'logs', `embedded-${count}.log`),
        healthTimeoutMs: 90_000,
        // The file with the local key is written last, at the first start.
        isHealthy: async () =>
          existsSync(path.join(folder, '../local.json')) && (await fetch(`${apiUrl}/healthz`)).ok,
      });
    },
  };
}

function deploymentFile(): object {
  return {
    clock: { base: new Date().toISOString(), scale: 1 },
    stripeKey,
    webhookSecret: 'whsec_embedded',
    seeded: true,
  };
}

async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let index = 0; index < count; index += 1) ports.push(await freePort());
  return ports;
}

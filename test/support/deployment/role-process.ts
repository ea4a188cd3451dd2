import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkoutRoot } from '../../../ports/processes/find-binaries';
import { supervise, type SupervisedProcess } from '../../../ports/processes/supervise';

/** The processes of a deployment that `workers/main.ts` can be. */
export type Role = 'api' | 'relay' | 'worker' | 'sandbox' | 'mail-catcher';

/** How to run one role. */
export interface RoleOptions {
  readonly role: Role;
  /** Unique among the deployment's processes; names the log. */
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFolder: string;
  /** Another entry point than `workers/main.ts`, seen from the checkout. */
  readonly entry?: string;
}

// What a process without a port says once it is at work.
const spoken: Partial<Record<Role, string>> = { worker: 'worker is running', relay: 'relay is running' };

/** Starts a role as a process of its own and resolves when it is at work. */
export async function runRole(options: RoleOptions): Promise<SupervisedProcess> {
  const { role, name, environment } = options;
  const logFile = path.join(options.logFolder, `${name}.log`);
  return supervise({
    name,
    command: process.execPath,
    args: [
      '--import',
      'tsx',
      options.entry ?? 'workers/main.ts',
      role,
      ...(role === 'worker' ? ['--prebuilt'] : []),
    ],
    cwd: checkoutRoot(),
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    logFile,
    healthTimeoutMs: 60_000,
    graceMs: 15_000,
    isHealthy: () => isHealthy(role, environment, logFile),
  });
}

async function isHealthy(
  role: Role,
  environment: Readonly<Record<string, string>>,
  logFile: string,
): Promise<boolean> {
  const words = spoken[role];
  if (words !== undefined) return existsSync(logFile) && readFileSync(logFile, 'utf8').includes(words);
  const port = environment[portOf[role as keyof typeof portOf]];
  return (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
}

const portOf = {
  api: 'TIDELINE_API_PORT',
  sandbox: 'TIDELINE_SANDBOX_PORT',
  'mail-catcher': 'TIDELINE_MAIL_HTTP_PORT',
} as const;

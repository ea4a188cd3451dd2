import path from 'node:path';
import { inheritedEnvironment, paymentSecrets, required, type Settings } from '../../config/settings';
import { assertPortFree } from '../../ports/processes/free-port';
import { supervise, type SupervisedProcess } from '../../ports/processes/supervise';

const root = path.join(__dirname, '../..');

/** The payment sandbox as a child process: it is another company, and dies and lives by itself. */
export async function startSandboxChild(settings: Settings): Promise<SupervisedProcess> {
  await assertPortFree(settings.TIDELINE_SANDBOX_PORT, {
    what: 'the payment sandbox',
    setting: 'TIDELINE_SANDBOX_PORT',
  });
  const { TIDELINE_STRIPE_KEY, TIDELINE_STRIPE_WEBHOOK_SECRET } = required(settings, paymentSecrets);
  return supervise({
    name: 'payment sandbox',
    command: process.execPath,
    args: ['--import', 'tsx', 'workers/main.ts', 'sandbox'],
    cwd: root,
    env: {
      ...inheritedEnvironment(),
      TIDELINE_DATA_DIR: path.resolve(settings.TIDELINE_DATA_DIR),
      TIDELINE_SANDBOX_PORT: String(settings.TIDELINE_SANDBOX_PORT),
      TIDELINE_STRIPE_KEY,
      TIDELINE_STRIPE_WEBHOOK_SECRET,
      TIDELINE_API_HOST: settings.TIDELINE_API_HOST,
      TIDELINE_API_PORT: String(settings.TIDELINE_API_PORT),
    },
    logFile: path.join(settings.TIDELINE_DATA_DIR, 'sandbox.log'),
    isHealthy: async () => (await fetch(`http://127.0.0.1:${settings.TIDELINE_SANDBOX_PORT}/healthz`)).ok,
  });
}

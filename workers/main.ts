import '../ports/processes/settled-exports';
import { InvalidSettings, readSettings } from '../config/settings';
import { PartMissing } from './wait-for';
import { runApiRole } from './roles/api';
import { runCatcherRole } from './roles/mail-catcher';
import { runRelayRole } from './roles/relay';
import { runSandboxRole } from './roles/sandbox';
import { runWorkerRole } from './roles/worker';
import { runApiKeyRole } from './roles/api-key';

const roles = {
  api: runApiRole,
  relay: runRelayRole,
  worker: runWorkerRole,
  sandbox: runSandboxRole,
  'mail-catcher': runCatcherRole,
  'api-key': runApiKeyRole,
} as const;

async function main(): Promise<void> {
  const [name] = process.argv.slice(2);
  if (name === undefined || !(name in roles)) {
    throw new Error(`Name the role of this process: ${Object.keys(roles).join(', ')}.`);
  }
  await roles[name as keyof typeof roles](readSettings());
}

function isSentence(error: unknown): error is Error {
  return error instanceof InvalidSettings || error instanceof PartMissing;
}

main().catch((error: unknown) => {
  // A refusal is a sentence for the operator; anything else needs its stack.
  console.error(isSentence(error) ? error.message : error);
  process.exitCode = 1;
});

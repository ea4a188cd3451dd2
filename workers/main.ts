import '../ports/processes/settled-exports';
import { Command } from 'commander';
import { paymentSecrets, readSettings, type Settings, type SettingToGive } from '../config/settings';
import { runApiRole } from './roles/api';
import { runCatcherRole } from './roles/mail-catcher';
import { runRelayRole } from './roles/relay';
import { runSandboxRole } from './roles/sandbox';
import { runWorkerRole } from './roles/worker';
import { runApiKeyRole } from './roles/api-key';
import { isSentence } from './sentences';

/** One process of a deployment, by the name it is started with. */
interface Role {
  readonly does: string;
  /** Words after its name, as commander writes them. */
  readonly words?: string;
  readonly option?: readonly [flag: string, does: string];
  /** Settings without a default that it cannot do without. */
  readonly needs: readonly SettingToGive[];
  readonly run: (
    settings: Settings,
    words: readonly string[],
    flags: Readonly<Record<string, string>>,
  ) => Promise<void>;
}

const onlyThese = ['--scopes <scopes>', 'what it may do, e.g. metrics:read; absent = everything'] as const;
const prebuilt = ['--prebuilt', 'load the workflow bundle of the image'] as const;

const roles: Readonly<Record<string, Role>> = {
  api: { does: 'the HTTP side', needs: paymentSecrets, run: runApiRole },
  relay: { does: 'carries decisions to Temporal', needs: paymentSecrets, run: runRelayRole },
  worker: { does: 'runs treatments', option: prebuilt, needs: paymentSecrets, run: runWorkerRole },
  sandbox: { does: 'a payment provider for tests', needs: paymentSecrets, run: runSandboxRole },
  'mail-catcher': { does: 'keeps mails instead of sending them', needs: [], run: runCatcherRole },
  'api-key': {
    does: 'makes a key for a person or a probe',
    words: '<subject> [roles]',
    option: onlyThese,
    needs: [],
    run: runApiKeyRole,
  },
};

function commandLine(): Command {
  const program = new Command('workers/main.ts')
    .description('One process of a deployment.')
    .showHelpAfterError(`Name one of ${Object.keys(roles).join(', ')}; --help says what they do.`);
  for (const [name, { does, words = '', option, needs, run }] of Object.entries(roles)) {
    const command = program.command(`${name} ${words}`).description(does).showHelpAfterError();
    if (option) command.option(...option);
    command.action(() => run(readSettings(undefined, needs), command.args, command.opts()));
  }
  return program;
}

commandLine()
  .parseAsync()
  .catch((error: unknown) => {
    console.error(isSentence(error) ? error.message : error);
    // What a failed start left open must not keep the process.
    process.exit(1);
  });

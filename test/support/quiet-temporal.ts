import { DefaultLogger, Runtime } from '@temporalio/worker';

// Not forwarded: a line that comes late would be handed to a test file that is over.
const logging = { filter: { core: 'ERROR', other: 'ERROR' }, console: {} } as const;

/** Keeps what the SDK says of its own states out of a test run; activities fail on purpose there. */
export function quietTemporal(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging } });
  } catch {
    // Installed before, by this file or by what it tests.
  }
}

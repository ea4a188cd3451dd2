import { type LogEntry, DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';

let installed = false;

// What the native side would print to the terminal by itself goes the same way.
const logging = { filter: { core: 'WARN', other: 'ERROR' }, forward: {} } as const;

/** Sends the SDK's own log lines where the process's lines go; the SDK allows this once per process. */
export function logTemporalTo(log: Logger): void {
  if (installed) return;
  installed = true;
  const logger = new DefaultLogger('INFO', (entry) => write(log, entry));
  Runtime.install({ logger, telemetryOptions: { logging } });
}

function write(log: Logger, { level, message, meta }: LogEntry): void {
  const { error, ...about } = meta ?? {};
  const fields = { sdk: true, ...about, ...(error === undefined ? {} : { error: String(error) }) };
  if (level === 'ERROR') log.error(fields, message);
  else if (level === 'WARN') log.warn(fields, message);
  // What the SDK says of its own state changes helps only whoever debugs it.
  else log.debug(fields, message);
}

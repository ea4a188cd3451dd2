import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { findBinary } from './find-binaries';
import { assertPortFree, freePort } from './free-port';
import { supervise, type ProcessExit } from './supervise';

/** How to start Temporal's development server. */
export interface TemporalDevServerOptions {
  readonly ip?: '127.0.0.1';
  /** A free one when absent. */
  readonly port?: number;
  /** A free one when absent. */
  readonly uiPort?: number;
  /** Keeps the state; in memory when absent. */
  readonly dbFile?: string;
  /** Registered at start; repeating an existing one is harmless. The server allows ten. */
  readonly searchAttributes?: Readonly<Record<string, 'Keyword'>>;
  readonly namespace?: string;
  readonly logFile: string;
  /** Without the web UI. */
  readonly headless?: boolean;
  /** Where the UI decodes payloads. */
  readonly codecEndpoint?: string;
}

/** A running development server. */
export interface TemporalDevServer {
  /** 'host:port' for clients and workers. */
  readonly address: string;
  /** Undefined when headless. */
  readonly uiUrl: string | undefined;
  readonly pid: number;
  readonly exited: Promise<ProcessExit>;
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
}

/** Starts Temporal's development server and resolves when its namespace answers. */
export async function startTemporalDevServer(options: TemporalDevServerOptions): Promise<TemporalDevServer> {
  const ip = options.ip ?? '127.0.0.1';
  const port = options.port ?? (await freePort());
  await assertPortFree(port, { what: 'the Temporal server', setting: 'TIDELINE_TEMPORAL_PORT' });
  const uiPort = options.headless ? undefined : (options.uiPort ?? (await freePort()));
  if (uiPort !== undefined) {
    await assertPortFree(uiPort, { what: 'the Temporal UI', setting: 'TIDELINE_TEMPORAL_UI_PORT' });
  }
  if (options.dbFile) mkdirSync(path.dirname(options.dbFile), { recursive: true });
  const address = `${ip}:${port}`;
  const server = await supervise({
    name: 'Temporal dev server',
    command: findBinary('temporalCli').path,
    args: argumentsFor(options, { ip, port, uiPort }),
    logFile: options.logFile,
    isHealthy: () => namespaceAnswers(address, options.namespace ?? 'default'),
  });
  return {
    address,
    uiUrl: uiPort === undefined ? undefined : `http://${ip}:${uiPort}`,
    pid: server.pid,
    exited: server.exited,
    stop: server.stop,
    kill: server.kill,
  };
}

function argumentsFor(
  options: TemporalDevServerOptions,
  at: { ip: string; port: number; uiPort: number | undefined },
): string[] {
  const flag = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [name, value];
  return [
    ...['server', 'start-dev', '--ip', at.ip, '--port', String(at.port), '--log-level', 'warn'],
    ...(at.uiPort === undefined ? ['--headless'] : ['--ui-ip', at.ip, '--ui-port', String(at.uiPort)]),
    ...flag('--namespace', options.namespace),
    ...flag('--ui-codec-endpoint', options.codecEndpoint),
    ...flag('--db-filename', options.dbFile),
    // With SQLite's default pragmas a file makes starts seven times slower than memory; with these, nearly equal.
    ...(options.dbFile
      ? ['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL']
      : []),
    ...Object.entries(options.searchAttributes ?? {}).flatMap(([name, type]) => [
      '--search-attribute',
      `${name}=${type}`,
    ]),
  ];
}

async function namespaceAnswers(address: string, namespace: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 1_000 });
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  } finally {
    await connection.close();
  }
}

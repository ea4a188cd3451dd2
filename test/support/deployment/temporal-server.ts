import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTemporalDevServer, type TemporalDevServer } from '../../../ports/processes/temporal-dev-server';
import { searchAttributeNames } from '../../../workflows/search-attributes';

/** Temporal's development server with its state in a file: killed and started again, it goes on. */
export interface RestartableTemporal {
  readonly address: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the server on a port that it keeps. */
export async function restartableTemporal(folder: string, port: number): Promise<RestartableTemporal> {
  const start = (): Promise<TemporalDevServer> =>
    startTemporalDevServer({
      port,
      headless: true,
      dbFile: path.join(folder, 'temporal.db'),
      logFile: path.join(folder, 'temporal.log'),
      searchAttributes: Object.fromEntries(searchAttributeNames.map((name) => [name, 'Keyword' as const])),
    });
  let server: TemporalDevServer | undefined = await start();
  return {
    address: server.address,
    start: async () => {
      server ??= await patiently(start);
    },
    kill: async () => {
      await server?.kill();
      server = undefined;
    },
    stop: async () => {
      await server?.stop();
      server = undefined;
    },
  };
}

// On a busy machine a killed server's port, and the new one's health, take their time.
async function patiently(start: () => Promise<TemporalDevServer>): Promise<TemporalDevServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      if (attempt >= 6) throw error;
      await sleep(500);
    }
  }
}

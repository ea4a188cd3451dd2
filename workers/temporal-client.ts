import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Composition } from './composition';
import { logTemporalTo } from './temporal-log';

/** One native connection for worker and client: the worker's eager start needs the client to share it. */
export async function connectTemporal({
  settings,
  log,
}: Pick<Composition, 'settings' | 'log'>): Promise<{ connection: NativeConnection; client: Client }> {
  logTemporalTo(log);
  const apiKey = settings.TIDELINE_TEMPORAL_API_KEY;
  const connection = await NativeConnection.connect({
    address: settings.TIDELINE_TEMPORAL_ADDRESS,
    ...(apiKey === undefined ? {} : { apiKey, tls: true }),
  });
  return { connection, client: new Client({ connection, namespace: settings.TIDELINE_TEMPORAL_NAMESPACE }) };
}

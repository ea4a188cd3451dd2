import { Client, isGrpcServiceError } from '@temporalio/client';
import { NativeConnection, TransportError } from '@temporalio/worker';
import type { Composition } from './composition';
import { logTemporalTo } from './temporal-log';
import { waitFor } from './wait-for';

// gRPC DEADLINE_EXCEEDED, NOT_FOUND (the namespace is made after the server is up) and UNAVAILABLE.
const comingUp: ReadonlySet<number> = new Set([4, 5, 14]);

/** One native connection for worker and client: the worker's eager start needs the client to share it. Waits for a server that is coming up. */
export async function connectTemporal({
  settings,
  log,
}: Pick<Composition, 'settings' | 'log'>): Promise<{ connection: NativeConnection; client: Client }> {
  logTemporalTo(log);
  const { TIDELINE_TEMPORAL_ADDRESS: address, TIDELINE_TEMPORAL_NAMESPACE: namespace } = settings;
  const apiKey = settings.TIDELINE_TEMPORAL_API_KEY;
  const part = {
    name: `Temporal at ${address}, namespace ${namespace}`,
    setting: 'TIDELINE_TEMPORAL_ADDRESS or TIDELINE_TEMPORAL_NAMESPACE',
    patienceMs: settings.TIDELINE_START_PATIENCE * 1_000,
    log,
    mayComeUp: isTemporalComingUp,
  };
  return waitFor(part, async () => {
    const connection = await NativeConnection.connect({
      address,
      ...(apiKey === undefined ? {} : { apiKey, tls: true }),
    });
    try {
      await connection.workflowService.describeNamespace({ namespace });
    } catch (error) {
      await connection.close();
      throw error;
    }
    return { connection, client: new Client({ connection, namespace }) };
  });
}

function isTemporalComingUp(error: unknown): boolean {
  return error instanceof TransportError || (isGrpcServiceError(error) && comingUp.has(error.code));
}

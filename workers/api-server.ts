import type { Client } from '@temporalio/client';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Readiness } from '../api/api-server';
import { storedKeys } from '../api/keys';
import { createApi } from '../api/server';
import { PortBusyError } from '../ports/processes/free-port';
import { outboxBacklog } from '../ports/store/tables/outbox-delivery';
import type { Composition } from './composition';
import { createWhatIfEngine } from './what-if/engine';
import { testBook } from './what-if/test-book';
import { watchBacklog } from './metrics';

/** A listening API. */
export interface Http {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the API over a composition and listens. */
export async function startHttp(composition: Composition, temporal: Client): Promise<Http> {
  const { app, settings, payments, readBook } = composition;
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  watchBacklog(metrics, app);
  const whatIf = createWhatIfEngine(app);
  const server = await createApi({
    app,
    whatIf,
    testBook,
    metrics,
    payments,
    readBook,
    keys: storedKeys(app.store),
    readiness: () => readiness(composition, temporal),
  });
  const { TIDELINE_API_HOST: host, TIDELINE_API_PORT: port } = settings;
  const url = await server.listen({ host, port }).catch(async (error: unknown) => {
    await whatIf.close();
    throw isPortTaken(error)
      ? new PortBusyError(port, { what: 'the API', setting: 'TIDELINE_API_PORT' })
      : error;
  });
  const close = async (): Promise<void> => {
    await whatIf.close();
    await server.close();
  };
  return { url, close };
}

function isPortTaken(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
}

async function readiness({ app }: Composition, temporal: Client): Promise<Readiness> {
  const [store, server] = await Promise.all([
    answerOf(() => app.store.transaction(outboxBacklog)),
    answerOf(() => temporal.connection.ensureConnected()),
  ]);
  return { ready: store === 'ok' && server === 'ok', checks: { store, temporal: server } };
}

async function answerOf(ask: () => Promise<unknown>): Promise<string> {
  try {
    await ask();
    return 'ok';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

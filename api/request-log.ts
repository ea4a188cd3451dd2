import { Histogram, type Registry } from 'prom-client';
import type { Log } from '../application/application';
import type { ApiServer } from './api-server';
import { routeOf } from './error-handler';

/** One line and one measurement per request; neither address nor body, since both may name a person. */
export function logRequests(server: ApiServer, log: Log, metrics: Registry): void {
  const seconds = new Histogram({
    name: 'tideline_http_request_seconds',
    help: 'Time from request to answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [metrics],
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = routeOf(request);
    const status = reply.statusCode;
    seconds.observe({ method: request.method, route, status: String(status) }, reply.elapsedTime / 1_000);
    log.info(
      {
        method: request.method,
        route,
        status,
        ms: Math.round(reply.elapsedTime),
        subject: request.actor?.subject,
        ...(request.customerKey === null ? {} : { customerKey: request.customerKey }),
      },
      'request',
    );
  });
}

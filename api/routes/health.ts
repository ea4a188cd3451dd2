import { z } from 'zod';
import type { ApiDependencies, ApiServer } from '../api-server';
import { failures } from '../schemas/problem';

const readinessBody = z.object({ ready: z.boolean(), checks: z.record(z.string(), z.string()) });

/** Is it alive, can it work, what has it counted. */
export function healthRoutes(server: ApiServer, { app, readiness, metrics }: ApiDependencies): void {
  server.get(
    '/healthz',
    {
      // Some load balancers ask with HEAD.
      exposeHeadRoute: true,
      config: { scope: 'open' },
      schema: {
        tags: ['health'],
        summary: 'The process answers, with the time of its clock',
        security: [],
        response: { 200: z.object({ status: z.literal('ok'), now: z.string() }) },
      },
    },
    async () => ({ status: 'ok' as const, now: app.clock.now() }),
  );
  server.get(
    '/readyz',
    {
      exposeHeadRoute: true,
      config: { scope: 'metrics:read' },
      schema: {
        tags: ['health'],
        summary: 'The process and all it needs can work',
        response: { 200: readinessBody, 503: readinessBody, ...failures },
      },
    },
    async (_request, reply) => {
      const { ready, checks } = await readiness();
      return reply.status(ready ? 200 : 503).send({ ready, checks: { ...checks } });
    },
  );
  server.get(
    '/metrics',
    {
      config: { scope: 'metrics:read' },
      schema: { tags: ['health'], summary: 'Counts and times for Prometheus' },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()),
  );
}

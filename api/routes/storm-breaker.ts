import { z } from 'zod';
import { clearStormBreaker, readStormBreaker } from '../../application/storm-breaker';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';

/** The guard against a flood of crossings: what it holds back, and a person's word that it may go on. */
export function stormBreakerRoutes(server: ApiServer, { app }: ApiDependencies): void {
  const tags = ['operations'];
  server.get(
    '/v1/storm-breaker',
    {
      config: { scope: 'operations:read' },
      schema: {
        tags,
        summary: 'Whether the storm breaker holds starts back, and how many',
        response: { 200: record, ...failures },
      },
    },
    async () => ({ ...(await readStormBreaker(app)) }),
  );
  server.post(
    '/v1/storm-breaker/clear',
    {
      config: { scope: 'operations:act' },
      schema: {
        tags,
        summary: 'Let starts go on; what was held back is started or dropped',
        body: z.strictObject({ held: z.enum(['release', 'drop']) }),
        response: { 200: record, ...failures },
      },
    },
    async (request) => ({ ...(await clearStormBreaker(app, { ...request.body, actor: actorOf(request) })) }),
  );
}

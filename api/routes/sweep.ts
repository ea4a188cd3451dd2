import { z } from 'zod';
import { listFailures } from '../../ports/store/tables/sweep-due';
import type { ApiDependencies, ApiServer } from '../api-server';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';

const most = 200;

/** What the passing of time is owed and could not be done yet. */
export function sweepRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/sweep/failures',
    {
      config: { scope: 'operations:read' },
      schema: {
        tags: ['operations'],
        summary: 'What the sweep tried and could not do, with the error and the time of the next try',
        description: `At most ${most}, the most often tried first. What goes well is listed no longer.`,
        response: { 200: z.object({ failures: z.array(record) }), ...failures },
      },
    },
    async () => {
      const rows = await app.store.transaction((tx) => listFailures(tx, app.clock.now(), most));
      return { failures: rows.map((row) => ({ ...row })) };
    },
  );
}

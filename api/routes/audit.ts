import { z } from 'zod';
import { verifyLedger } from '../../application/ledger/verify';
import type { ApiDependencies, ApiServer } from '../api-server';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';

/** Whether the ledger still says what was written. */
export function auditRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/audit/verify',
    {
      config: { scope: 'audit:read' },
      schema: {
        tags: ['operations'],
        summary: 'Verify every chain of the ledger, or one customer’s',
        querystring: z.strictObject({ customerKey: z.string().optional() }),
        response: {
          200: z.object({
            ok: z.boolean(),
            chains: z.int(),
            entries: z.int(),
            days: z.int(),
            problems: z.array(record),
          }),
          ...failures,
        },
      },
    },
    async (request) => {
      const audit = await verifyLedger(app, request.query);
      return { ...audit, problems: audit.problems.map((problem) => ({ ...problem })) };
    },
  );
}

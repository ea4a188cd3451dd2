import { z } from 'zod';
import { verifyLedger } from '../../application/ledger/verify';
import { resolveCustomer } from '../../application/customers';
import type { Application } from '../../application/application';
import type { ApiDependencies, ApiServer } from '../api-server';
import { ApiProblem } from '../problem';
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
      const { customerKey } = request.query;
      const audit = await verifyLedger(
        app,
        customerKey === undefined ? {} : { customerKey: await known(app, customerKey) },
      );
      return { ...audit, problems: audit.problems.map((problem) => ({ ...problem })) };
    },
  );
}

async function known(app: Application, customer: string): Promise<string> {
  const key = await app.store.transaction((tx) => resolveCustomer(tx, customer));
  if (key !== undefined) return key;
  throw new ApiProblem(
    404,
    'unknownCustomer',
    'No customer has this query.customerKey: leave it out to verify every chain.',
  );
}

import { z } from 'zod';
import { mergeCustomers } from '../../application/merge-customers';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { orProblem } from '../refusals';
import { customerPath } from '../schemas/customer';
import { callerId } from '../schemas/instant';
import { failures } from '../schemas/problem';

const mergeBody = z.strictObject({
  into: callerId.meta({ description: 'The customer that is left: your id of it, or its key' }),
  reason: z.string().trim().min(1, 'must say why').max(500).optional(),
});

const mergeAnswer = z.object({
  customerKey: z.string().meta({ description: 'The customer that is left' }),
  merged: z.boolean().meta({ description: 'false: they were one customer already' }),
  gaveWay: z
    .array(z.string())
    .meta({ description: 'Treatments stopped or paused for another of the same customer' }),
  treatments: z
    .array(z.string())
    .meta({ description: 'Treatments that the joined history started, told or ended' }),
});

/** Two customers that are found to be one. */
export function customerMergeRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.post(
    '/v1/customers/:id/merge',
    {
      config: { scope: 'customers:write' },
      schema: {
        tags: ['customers'],
        summary: 'Merge a customer into another one, for good',
        description:
          'Histories, identities, invoices, consents (the stricter wins), suppressions, holds and treatments join. The old ids and the old key go on leading to the customer that is left. Sent again it changes nothing.',
        params: customerPath,
        body: mergeBody,
        response: { 200: mergeAnswer, ...failures },
      },
    },
    async (request) => {
      const asked = { from: request.params.id, ...request.body };
      const { customerKey, merged, gaveWay, treatments } = orProblem(
        await mergeCustomers(app, asked, actorOf(request)),
      );
      request.customerKey = customerKey;
      return { customerKey, merged, gaveWay: [...gaveWay], treatments: [...treatments] };
    },
  );
}

import { z } from 'zod';
import { customerScores } from '../../application/score-history';
import { dimensions, tiers } from '../../domain/words';
import type { ApiDependencies, ApiServer } from '../api-server';
import { pageQuery } from '../cursor';
import { keyOfKnown } from '../known-customer';
import { customerPath } from '../schemas/customer';
import { instant } from '../schemas/instant';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';

const change = z.object({
  at: z.string().meta({ description: 'The instant the evaluation counted from' }),
  dimension: z.enum(dimensions),
  points: z.number(),
  fromTier: z.enum(tiers),
  tier: z.enum(tiers),
  capped: z.string().nullable().meta({ description: 'Why the tier is lower than the points, if it is' }),
  confidence: z.number(),
  definition: z.string().nullable().meta({ description: 'The definition that gave it' }),
  model: z.string().meta({ description: '`<book hash>/<definition>`, and `@<version>` of its model' }),
  reasons: z.array(z.object({ code: z.string(), points: z.number() })),
  mergedFrom: z.string().nullable().meta({ description: 'Key of the merged customer whose score it was' }),
});

const answer = z.object({
  customerKey: z.string(),
  scores: z.array(record).meta({
    description:
      'The scores as they stand, with reasons in words; `evaluatedAt` is of the evaluation that last changed it',
  }),
  history: z.array(change),
});

/** What a customer's scores are and how they came to it. */
export function customerScoreRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/customers/:id/scores',
    {
      config: { scope: 'customers:read' },
      schema: {
        tags: ['customers'],
        summary: 'The scores of a customer, with reasons and history',
        description:
          'The history has an entry whenever points, tier, cap, definition or the band of confidence changed: the latest `limit` of them, oldest first.',
        params: customerPath,
        querystring: z.strictObject({
          dimension: z.enum(dimensions).optional(),
          since: instant.optional(),
          limit: pageQuery.limit,
        }),
        response: { 200: answer, ...failures },
      },
    },
    async (request) => {
      const customerKey = await app.store.transaction((tx) => keyOfKnown(tx, request.params.id));
      request.customerKey = customerKey;
      const { scores, history } = await customerScores(app, customerKey, request.query);
      return {
        customerKey,
        scores: [...scores],
        history: history.map((entry) => ({ ...entry, reasons: [...entry.reasons] })),
      };
    },
  );
}

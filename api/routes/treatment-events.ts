import { acceptSignals } from '../../application/accept-signals';
import { readTreatment } from '../../application/treatments';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { takeItems } from '../intake';
import { ApiProblem } from '../problem';
import { describedOnly } from '../validation';
import { itemResults, oneOrMany } from '../schemas/items';
import { failures } from '../schemas/problem';
import { signalFields } from '../schemas/signal';
import { treatmentPath } from '../schemas/treatment';

const eventBody = signalFields.omit({ customer: true, identity: true, context: true });

/** Events of a treatment are signals with customer and context filled in. */
export function treatmentEventRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.post(
    '/v1/treatments/:id/events',
    {
      config: { scope: 'treatments:act' },
      schema: {
        tags: ['treatments'],
        summary: 'Tell a treatment what happened: a signal with its customer and context filled in',
        params: treatmentPath,
        body: describedOnly(oneOrMany(eventBody)),
        response: { 200: itemResults, 207: itemResults, ...failures },
      },
    },
    async (request, reply) => {
      const treatment = await readTreatment(app, request.params.id);
      if (!treatment)
        throw new ApiProblem(404, 'unknownTreatment', `There is no treatment ${request.params.id}.`);
      const { customerKey, context } = treatment;
      request.customerKey = customerKey;
      return takeItems(request, reply, {
        schema: eventBody,
        accept: (items) =>
          acceptSignals(
            app,
            items.map(({ source, ...item }) => ({
              ...item,
              origin: source ?? 'api',
              customer: customerKey,
              ...(context == null ? {} : { context }),
            })),
            { actor: actorOf(request) },
          ),
      });
    },
  );
}

import { takeAddressedSignals } from '../../application/take-addressed';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { takeItems } from '../intake';
import { failures } from '../schemas/problem';
import { itemResults, oneOrMany } from '../schemas/items';
import { intakeQuery, signalBody } from '../schemas/signal';
import { describedOnly } from '../validation';

/** Facts come in here: one, a batch, or CloudEvents. */
export function signalRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.post(
    '/v1/signals',
    {
      config: { scope: 'signals:write' },
      schema: {
        tags: ['ways in'],
        summary: 'Send one signal or up to 1,000',
        description: 'Plain JSON, or CloudEvents 1.0 in structured, batch or binary mode.',
        querystring: intakeQuery,
        body: describedOnly(oneOrMany(signalBody)),
        response: { 200: itemResults, 207: itemResults, ...failures },
      },
    },
    async (request, reply) => {
      const { backfill, asOf } = request.query;
      return takeItems(request, reply, {
        schema: signalBody,
        accept: (items) =>
          takeAddressedSignals(
            app,
            items.map(({ source, customer, identity, ...item }) => ({
              customer,
              identity,
              of: (whose) => ({
                ...item,
                customer: whose,
                origin: source ?? 'api',
                asOfOccurred: asOf === 'occurredAt',
              }),
            })),
            { actor: actorOf(request), backfill },
          ),
      });
    },
  );
}

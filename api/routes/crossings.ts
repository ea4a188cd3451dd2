import { z } from 'zod';
import { takeAddressedCrossings } from '../../application/take-addressed';
import { listCrossings } from '../../ports/store/tables/crossing-list';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { cursorOf, pageQuery, readCursor } from '../cursor';
import { takeItems } from '../intake';
import { crossingBody } from '../schemas/crossing';
import { itemResults, oneOrMany } from '../schemas/items';
import { failures } from '../schemas/problem';
import { intakeQuery } from '../schemas/signal';
import { describedOnly } from '../validation';

const crossingView = z.object({
  id: z.string(),
  customerKey: z.string(),
  customer: z.string().nullable().meta({ description: 'Your id of the customer' }),
  segment: z.string(),
  direction: z.enum(['entered', 'exited']),
  context: z.string().nullable(),
  fromTier: z.string().nullable(),
  toTier: z.string().nullable(),
  reasons: z.array(z.string()),
  sequence: z.int(),
  origin: z.string(),
  disposition: z.string(),
  occurredAt: z.string(),
  acceptedAt: z.string(),
});

const listQuery = z.strictObject({
  segment: z.string().optional(),
  customer: z.string().optional().meta({ description: 'Your id of the customer, or its key' }),
  direction: z.enum(['entered', 'exited']).optional(),
  ...pageQuery,
});

/** Ready-made crossings come in here, and all crossings can be read back. */
export function crossingRoutes(server: ApiServer, deps: ApiDependencies): void {
  acceptRoute(server, deps);
  listRoute(server, deps);
}

function acceptRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.post(
    '/v1/crossings',
    {
      config: { scope: 'crossings:write' },
      schema: {
        tags: ['ways in'],
        summary: 'Send one crossing of an external segment or up to 1,000',
        description: 'Plain JSON, or CloudEvents 1.0 in structured, batch or binary mode.',
        querystring: intakeQuery.omit({ asOf: true }),
        body: describedOnly(oneOrMany(crossingBody)),
        response: { 200: itemResults, 207: itemResults, ...failures },
      },
    },
    async (request, reply) =>
      takeItems(request, reply, {
        schema: crossingBody,
        accept: (items) =>
          takeAddressedCrossings(
            app,
            items.map(({ source, customer, identity, ...item }) => ({
              customer,
              identity,
              of: (whose) => ({ ...item, customer: whose, origin: source ?? 'api' }),
            })),
            { actor: actorOf(request), backfill: request.query.backfill },
          ),
      }),
  );
}

function listRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/crossings',
    {
      config: { scope: 'crossings:read' },
      schema: {
        tags: ['reads'],
        summary: 'Crossings, page by page',
        description: 'Ordered by customer key and then by order of acceptance within the customer.',
        querystring: listQuery,
        response: {
          200: z.object({ crossings: z.array(crossingView), next: z.string().nullable() }),
          ...failures,
        },
      },
    },
    async (request) => {
      const { cursor, limit, ...filter } = request.query;
      const after = readCursor(cursor, z.tuple([z.string(), z.int(), z.string()]));
      const crossings = await app.store.transaction((tx) => listCrossings(tx, { ...filter, after, limit }));
      const last = crossings.length === limit ? crossings.at(-1) : undefined;
      return { crossings, next: last ? cursorOf([last.customerKey, last.sequence, last.id]) : null };
    },
  );
}

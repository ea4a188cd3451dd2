import { z } from 'zod';
import { assignIdentity } from '../../application/unresolved';
import { listUnresolved, type UnresolvedRow } from '../../ports/store/tables/unresolved';
import type { ApiDependencies, ApiServer } from '../api-server';
import { cursorOf, pageQuery, readCursor } from '../cursor';
import { orProblem } from '../refusals';
import { callerId, identity, instant } from '../schemas/instant';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';

const place = z.tuple([instant, z.string(), z.string(), z.string()]);

const listQuery = z.strictObject({
  state: z.enum(['waiting', 'expired', 'taken', 'refused']).optional(),
  kind: z.string().max(50).optional().meta({ description: 'Kind of the identity' }),
  ...pageQuery,
});

const assignBody = z.strictObject({
  identity,
  customer: callerId.meta({ description: 'Your id of the customer, or its key' }),
});

const assignAnswer = z.object({
  customerKey: z.string(),
  taken: z.int().meta({ description: 'Items that waited and were taken' }),
  refused: z.int().meta({ description: 'Items the book no longer takes; they are listed with the reason' }),
});

/** Facts and crossings whose identity no customer has. */
export function unresolvedRoutes(server: ApiServer, deps: ApiDependencies): void {
  listRoute(server, deps);
  assignRoute(server, deps);
}

function listRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/unresolved',
    {
      config: { scope: 'customers:read' },
      schema: {
        tags: ['customers'],
        summary: 'Facts and crossings addressed by an identity, with what became of them',
        description: 'In the order they came. Nothing is deleted: expired ones can still be assigned.',
        querystring: listQuery,
        response: {
          200: z.object({ unresolved: z.array(record), next: z.string().nullable() }),
          ...failures,
        },
      },
    },
    async (request) => {
      const { cursor, ...filter } = request.query;
      const after = readCursor(cursor, place);
      const rows = await app.store.transaction((tx) => listUnresolved(tx, { ...filter, after }));
      const last = rows.length === filter.limit ? rows.at(-1) : undefined;
      const next = last ? cursorOf([last.receivedAt, last.what, last.origin, last.id]) : null;
      return { unresolved: rows.map(shown), next };
    },
  );
}

function assignRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.post(
    '/v1/unresolved/assign',
    {
      config: { scope: 'customers:write' },
      schema: {
        tags: ['customers'],
        summary: 'Give an identity to a customer and take what waited for it, as of its own time',
        body: assignBody,
        response: { 200: assignAnswer, ...failures },
      },
    },
    async (request) => {
      const { customerKey, taken, refused } = orProblem(await assignIdentity(app, request.body));
      request.customerKey = customerKey;
      return { customerKey, taken, refused };
    },
  );
}

function shown({ origin, item, ...row }: UnresolvedRow): z.output<typeof record> {
  const {
    customer: _nobody,
    origin: _origin,
    asOfOccurred: _asOf,
    ...sent
  } = item as Record<string, unknown>;
  return { ...row, source: origin, item: sent };
}

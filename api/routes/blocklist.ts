import { z } from 'zod';
import {
  blockPattern,
  checkBlocklist,
  confirmPattern,
  listBlocklist,
  unblock,
} from '../../application/blocklist/entries';
import { blockable } from '../../application/blocklist/pattern';
import { blockKinds } from '../../ports/store/tables/blocklist';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { cursorOf, pageQuery, readCursor } from '../cursor';
import { orProblem } from '../refusals';
import { instant } from '../schemas/instant';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';

const tags = ['fraud'];
const entryPath = z.strictObject({
  id: z.string().regex(/^block:[0-9a-f]{20}$/, 'must be the id of an entry: block:<20 hexadecimal digits>'),
});
const listCursor = z.strictObject({ at: instant, id: z.string() });
const blockBody = z.strictObject({
  kind: z.enum(blockable),
  pattern: z.string().trim().min(1, 'must not be empty').max(320).meta({
    description: 'A device id, an IP address or network, an e-mail address or a whole domain: @example.com',
  }),
  reason: z.string().trim().min(1, 'must say why').max(500),
  sourceCase: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'The treatment, or the case elsewhere, that led to it' }),
  expiresAt: instant,
});
const seen = z.string().trim().min(1, 'must not be empty').max(320).optional();
const checkBody = z
  .strictObject({ device: seen, ip: seen, email: seen })
  .refine((body) => Object.values(body).some((value) => value !== undefined), {
    error: 'must name at least one of device, ip and email',
  });

/** Devices, addresses and patterns that must not do business here. Patterns travel in bodies, never in addresses, which are logged. */
export function blocklistRoutes(server: ApiServer, deps: ApiDependencies): void {
  readRoutes(server, deps);
  addRoute(server, deps);
  entryRoutes(server, deps);
}

function readRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/blocklist',
    {
      config: { scope: 'blocklist:read' },
      schema: {
        tags,
        summary: 'Entries of the block list, the newest first',
        description:
          'What equality finds (devices, addresses) is kept as a keyed hash and shown without its pattern.',
        querystring: z.strictObject({
          kind: z.enum(blockKinds).optional(),
          state: z.enum(['proposed', 'active', 'removed', 'expired']).optional(),
          ...pageQuery,
        }),
        response: { 200: z.object({ entries: z.array(record), next: z.string().nullable() }), ...failures },
      },
    },
    async (request) => {
      const { cursor, ...filter } = request.query;
      const rows = await listBlocklist(app, { ...filter, after: readCursor(cursor, listCursor) });
      const last = rows.length === filter.limit ? rows.at(-1) : undefined;
      const next = last ? cursorOf({ at: last.proposedAt, id: last.id }) : null;
      return { entries: rows.map((row) => ({ ...row })), next };
    },
  );
  server.post(
    '/v1/blocklist/check',
    {
      config: { scope: 'blocklist:read' },
      schema: {
        tags,
        summary: 'What a device, an IP address or an e-mail address hits',
        body: checkBody,
        response: { 200: z.object({ hits: z.array(record) }), ...failures },
      },
    },
    async (request) => ({ hits: (await checkBlocklist(app, request.body)).map((hit) => ({ ...hit })) }),
  );
}

function addRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.post(
    '/v1/blocklist',
    {
      config: { scope: 'blocklist:write' },
      schema: {
        tags,
        summary: 'Block a pattern until a day',
        description:
          'A network or a domain is only proposed: it hits nothing until another person confirms it.',
        body: blockBody,
        response: { 201: record, ...failures },
      },
    },
    async (request, reply) => {
      const { entry } = orProblem(await blockPattern(app, { ...request.body, actor: actorOf(request) }));
      return reply.status(201).send({ ...entry });
    },
  );
}

function entryRoutes(server: ApiServer, { app }: ApiDependencies): void {
  server.post(
    '/v1/blocklist/:id/confirm',
    {
      config: { scope: 'blocklist:write' },
      schema: {
        tags,
        summary: 'Confirm a wide pattern that somebody else has proposed',
        params: entryPath,
        response: { 200: record, ...failures },
      },
    },
    async (request) => {
      const ask = { id: request.params.id, actor: actorOf(request) };
      return { ...orProblem(await confirmPattern(app, ask)).entry };
    },
  );
  server.delete(
    '/v1/blocklist/:id',
    {
      config: { scope: 'blocklist:write' },
      schema: {
        tags,
        summary: 'Take an entry off the block list',
        params: entryPath,
        response: { 200: record, ...failures },
      },
    },
    async (request) => {
      const ask = { id: request.params.id, actor: actorOf(request) };
      return { ...orProblem(await unblock(app, ask)).entry };
    },
  );
}

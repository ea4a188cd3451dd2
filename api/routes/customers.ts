import { z } from 'zod';
import { putCustomer } from '../../application/customers';
import { factsSnapshot } from '../../application/facts';
import { releaseByPerson } from '../../application/release-holds';
import { readHandling } from '../../application/handling';
import { customerTimeline } from '../../application/timeline';
import { viewCustomer } from '../../ports/store/tables/customer-view';
import type { ApiDependencies, ApiServer } from '../api-server';
import { actorOf } from '../auth';
import { pageQuery } from '../cursor';
import { keyOfKnown, unknownCustomer } from '../known-customer';
import { orProblem } from '../refusals';
import { customerBody, customerPath } from '../schemas/customer';
import { failures } from '../schemas/problem';
import { record } from '../schemas/record';
import { intakeQuery } from '../schemas/signal';

const customerView = z.object({
  customerKey: z.string(),
  attributes: record,
  zone: z.string().nullable(),
  createdAt: z.string(),
  mergedFrom: z.array(z.string()).meta({ description: 'Keys of customers that were merged into it' }),
  identities: z.array(record),
  contacts: z.array(record),
  consents: z.array(record),
  suppressions: z.array(record),
  scores: z.array(record),
  memberships: z.array(record),
  invoices: z.array(record),
  treatments: z.array(record),
  holds: z.array(record),
  handling: record.meta({
    description:
      'What holds for the customer over all its segments: routing, service level, contact frequency, offers, stakes, content; each with the segment that decides',
  }),
  economics: record.nullable().meta({
    description:
      'Whether keeping the customer is worth its cost, in major units; null where the book weighs nothing',
  }),
});
const putAnswer = z.object({ customerKey: z.string(), created: z.boolean() });

/** Who a customer is, what is known of it and what happened to it. */
export function customerRoutes(server: ApiServer, deps: ApiDependencies): void {
  putRoute(server, deps);
  readRoute(server, deps);
  timelineRoute(server, deps);
  releaseRoute(server, deps);
}

function releaseRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.post(
    '/v1/customers/:id/release',
    {
      config: { scope: 'treatments:act' },
      schema: {
        tags: ['customers'],
        summary: 'Release what is held of a customer',
        description: 'Whatever treatment holds it, and also what was held for good.',
        params: customerPath,
        body: z.strictObject({
          what: z.string().trim().min(1, 'must say what').max(200),
          reason: z.string().trim().min(1, 'must say why').max(500),
        }),
        response: {
          200: z.object({ customerKey: z.string(), treatments: z.array(z.string()) }),
          ...failures,
        },
      },
    },
    async (request) => {
      const released = await releaseByPerson(app, {
        customer: request.params.id,
        ...request.body,
        actor: actorOf(request),
      });
      const { customerKey, treatments } = orProblem(released);
      request.customerKey = customerKey;
      return { customerKey, treatments };
    },
  );
}

function putRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.put(
    '/v1/customers/:id',
    {
      config: { scope: 'customers:write' },
      schema: {
        tags: ['customers'],
        summary: 'Say who a customer is',
        description: 'Creates the customer or changes what is sent; what is left out stays as it is.',
        params: customerPath,
        querystring: intakeQuery.omit({ asOf: true }),
        body: customerBody,
        response: { 200: putAnswer, 201: putAnswer, ...failures },
      },
    },
    async (request, reply) => {
      const { customerKey, created } = orProblem(
        await putCustomer(app, { id: request.params.id, ...request.body }, actorOf(request), request.query),
      );
      request.customerKey = customerKey;
      return reply.status(created ? 201 : 200).send({ customerKey, created });
    },
  );
}

function readRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/customers/:id',
    {
      config: { scope: 'customers:read' },
      schema: {
        tags: ['customers'],
        summary: 'What is known of a customer now',
        params: customerPath,
        response: { 200: customerView, ...failures },
      },
    },
    async (request) => {
      const view = await app.store.transaction(async (tx) => {
        const key = await keyOfKnown(tx, request.params.id);
        const known = await viewCustomer(tx, key, app.clock.now());
        if (!known) throw unknownCustomer();
        const { handling } = await readHandling(tx, app, key);
        const { economics } = (await factsSnapshot(tx, app, key)).facts;
        return { ...known, handling: { ...handling }, economics: economics ? { ...economics } : null };
      });
      request.customerKey = view.customerKey;
      return view;
    },
  );
}

function timelineRoute(server: ApiServer, { app }: ApiDependencies): void {
  server.get(
    '/v1/customers/:id/timeline',
    {
      config: { scope: 'customers:read' },
      schema: {
        tags: ['customers'],
        summary: 'What happened to a customer, in order',
        params: customerPath,
        querystring: z.strictObject({ limit: pageQuery.limit }),
        response: { 200: z.object({ customerKey: z.string(), entries: z.array(record) }), ...failures },
      },
    },
    async (request) => {
      const customerKey = await app.store.transaction((tx) => keyOfKnown(tx, request.params.id));
      request.customerKey = customerKey;
      const entries = await customerTimeline(app, customerKey, { limit: request.query.limit });
      return { customerKey, entries: entries.map((entry) => ({ ...entry })) };
    },
  );
}

import type { FastifyInstance } from 'fastify';
import { answerOnce } from './answer-once';
import { cancelIntent, createIntent } from './charging';
import type { IntentRecord } from './records';
import type { Sandbox } from './sandbox';
import { intentObject } from './stripe-objects';
import { noSuch } from './stripe-refusal';

/** One page's bounds, as Stripe's list calls give them. */
interface ListQuery {
  readonly customer?: string;
  readonly limit?: string;
  readonly starting_after?: string;
}

/** PaymentIntents: create with confirm, retrieve, cancel, list by customer. */
export function paymentRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const { books } = sandbox;
  app.post('/v1/payment_intents', (request, reply) =>
    answerOnce(sandbox, request, reply, {
      faulty: true,
      work: (form, key) => createIntent(books, form, key),
    }),
  );
  app.post<{ Params: { id: string } }>('/v1/payment_intents/:id/cancel', (request, reply) =>
    answerOnce(sandbox, request, reply, { faulty: true, work: () => cancelIntent(books, request.params.id) }),
  );
  app.get<{ Params: { id: string } }>('/v1/payment_intents/:id', (request) => {
    const intent = books.intent(request.params.id);
    if (intent === undefined) throw noSuch('payment_intent', request.params.id);
    return intentObject(intent);
  });
  app.get<{ Querystring: ListQuery }>('/v1/payment_intents', (request) =>
    page(books.intents(), request.query),
  );
}

function page(all: readonly IntentRecord[], query: ListQuery): object {
  const wanted =
    query.customer === undefined ? all : all.filter((intent) => intent.customer === query.customer);
  const limit = Math.min(Math.max(Number(query.limit ?? 10) || 10, 1), 100);
  const start =
    query.starting_after === undefined
      ? 0
      : wanted.findIndex((intent) => intent.id === query.starting_after) + 1;
  if (query.starting_after !== undefined && start === 0) throw noSuch('payment_intent', query.starting_after);
  return {
    object: 'list',
    url: '/v1/payment_intents',
    has_more: wanted.length > start + limit,
    data: wanted.slice(start, start + limit).map(intentObject),
  };
}

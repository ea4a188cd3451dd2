import type { FastifyInstance } from 'fastify';
import { answerOnce } from './answer-once';
import type { Books } from './books';
import { fateOfCard, DEFAULT_CARD } from './cards';
import { cardBehind, type PaymentEffect } from './charging';
import { newId, stripeTime } from './new-id';
import type { Sandbox } from './sandbox';
import { customerObject, paymentMethodObject } from './stripe-objects';
import { noSuch, StripeRefusal } from './stripe-refusal';
import { textMapOf, textOf, type FormFields } from './wire-form';

/** Customers and payment methods, as far as updating a card needs them. */
export function customerRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const { books } = sandbox;
  app.post('/v1/customers', (request, reply) =>
    answerOnce(sandbox, request, reply, {
      faulty: false,
      work: (form) => saveCustomer(books, newId('cus'), form),
    }),
  );
  app.post<{ Params: { id: string } }>('/v1/customers/:id', (request, reply) =>
    answerOnce(sandbox, request, reply, {
      faulty: false,
      work: (form) => saveCustomer(books, request.params.id, form),
    }),
  );
  app.get<{ Params: { id: string } }>('/v1/customers/:id', (request) =>
    customerObject(books.customer(request.params.id)),
  );
  app.post('/v1/payment_methods', (request, reply) =>
    answerOnce(sandbox, request, reply, { faulty: false, work: createPaymentMethod }),
  );
  app.post<{ Params: { id: string } }>('/v1/payment_methods/:id/attach', (request, reply) =>
    answerOnce(sandbox, request, reply, {
      faulty: false,
      work: (form) => attach(books, request.params.id, form),
    }),
  );
}

function saveCustomer(books: Books, id: string, form: FormFields): PaymentEffect {
  const before = books.customer(id);
  const settings = form['invoice_settings'];
  const asked =
    settings === undefined || typeof settings === 'string'
      ? undefined
      : textOf(settings, 'default_payment_method');
  if (asked !== undefined) cardBehind(books, asked, id);
  const card = asked ?? textOf(form, 'payment_method') ?? before.card;
  const customer = {
    ...before,
    created: before.created === 0 ? stripeTime() : before.created,
    metadata: { ...before.metadata, ...textMapOf(form, 'metadata') },
    card,
    // A new card has a fate of its own.
    script: card === before.card ? before.script : [],
  };
  return { status: 200, body: customerObject(customer), change: { customer } };
}

function createPaymentMethod(form: FormFields): PaymentEffect {
  const details = form['card'];
  const token = details === undefined || typeof details === 'string' ? undefined : textOf(details, 'token');
  const card = token?.replace(/^tok_/, 'pm_card_') ?? DEFAULT_CARD;
  if (fateOfCard(card) === undefined) throw noSuch('token', token ?? '');
  const paymentMethod = { id: newId('pm'), created: stripeTime(), card, customer: null };
  return { status: 200, body: paymentMethodObject(paymentMethod), change: { paymentMethod } };
}

function attach(books: Books, id: string, form: FormFields): PaymentEffect {
  const customer = textOf(form, 'customer');
  if (customer === undefined)
    throw new StripeRefusal(400, 'Missing required param: customer.', {
      code: 'parameter_missing',
      param: 'customer',
    });
  const card = cardBehind(books, id, customer);
  // As with Stripe, attaching one of the test cards makes a payment method of its own.
  const paymentMethod = { id: id === card ? newId('pm') : id, created: stripeTime(), card, customer };
  const object = paymentMethodObject(paymentMethod);
  return {
    status: 200,
    body: object,
    change: { paymentMethod },
    event: { type: 'payment_method.attached', object },
  };
}

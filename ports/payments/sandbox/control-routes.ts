import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { declineOf, fateOfCard } from './cards';
import { newId, stripeTime } from './new-id';
import { NO_FAULTS, type IntentRecord, type ScriptedAttempt } from './records';
import type { Sandbox } from './sandbox';
import { paymentMethodObject } from './stripe-objects';
import { StripeRefusal } from './stripe-refusal';

const declineSchema = z.strictObject({
  decline: z.string(),
  adviceCode: z.string().optional(),
  networkDeclineCode: z.string().optional(),
  networkAdviceCode: z.string().optional(),
});
const scriptSchema = z.strictObject({
  customerRef: z.string().min(1),
  declines: z.array(z.union([z.string().min(1), declineSchema])),
});
const cardSchema = z.strictObject({ card: z.string() });
const faultsSchema = z.strictObject({
  loseAnswers: z.int().min(0).optional(),
  loseProbability: z.number().min(0).max(1).optional(),
  seed: z.int().optional(),
  delayBeforeMs: z.int().min(0).max(600_000).optional(),
  delayAfterMs: z.int().min(0).max(600_000).optional(),
  duplicateWebhooks: z.int().min(0).optional(),
});
const webhookSchema = z.strictObject({ url: z.url() });

/** Routes that are not Stripe's: scripting for tests and demos, and reading the books. */
export function controlRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  const { books } = sandbox;
  app.get('/sandbox/charges', () => ({ charges: books.intents().map(chargeOf).reverse() }));
  app.get('/sandbox/faults', () => books.faults());
  app.post('/sandbox/faults', (request) => {
    books.record({ faults: { ...NO_FAULTS, ...read(faultsSchema, request.body) } });
    return books.faults();
  });
  app.post('/sandbox/script', (request) => {
    const { customerRef, declines } = read(scriptSchema, request.body);
    books.record({ customer: { ...books.customer(customerRef), script: declines.map(scriptedAttempt) } });
    return { customerRef, remaining: declines.length };
  });
  app.post<{ Params: { ref: string } }>('/sandbox/customers/:ref/card', (request) =>
    changeCard(sandbox, request.params.ref, read(cardSchema, request.body).card),
  );
  app.post('/sandbox/webhook', (request) => {
    const { url } = read(webhookSchema, request.body);
    sandbox.webhooks.pointAt(url);
    return { url };
  });
}

function changeCard(sandbox: Sandbox, customerRef: string, card: string): object {
  if (fateOfCard(card) === undefined) {
    throw new StripeRefusal(
      400,
      `card '${card}' is not a test card; try pm_card_visa or pm_card_chargeDeclinedInsufficientFunds.`,
    );
  }
  const paymentMethod = { id: newId('pm'), created: stripeTime(), card, customer: customerRef };
  const customer = { ...sandbox.books.customer(customerRef), card: paymentMethod.id, script: [] };
  const webhook = sandbox.webhooks.prepare(
    'payment_method.attached',
    paymentMethodObject(paymentMethod),
    sandbox.faults.webhookCopies(),
  );
  sandbox.books.record({ customer, paymentMethod, ...(webhook && { webhook }) });
  sandbox.webhooks.dispatch(webhook);
  return { customerRef, card, paymentMethod: paymentMethod.id };
}

function scriptedAttempt(entry: string | z.infer<typeof declineSchema>): ScriptedAttempt {
  if (entry === 'succeed' || entry === 'requires_action') return entry;
  if (typeof entry === 'string') return declineOf(entry);
  const { decline, ...codes } = entry;
  return { ...declineOf(decline), ...codes };
}

function chargeOf(intent: IntentRecord): object {
  return {
    paymentId: intent.id,
    customerRef: intent.customer,
    invoice: intent.metadata['invoice'] ?? null,
    attempt: intent.metadata['attempt'] ?? null,
    chargeKey: intent.metadata['tideline_charge_key'] ?? null,
    idempotencyKey: intent.idempotencyKey,
    amountMinor: intent.amount,
    currency: intent.currency,
    status: intent.status,
    declineCode: intent.lastPaymentError?.declineCode ?? intent.lastPaymentError?.code ?? null,
    timesMoved: intent.timesMoved,
    created: new Date(intent.created * 1000).toISOString(),
  };
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new StripeRefusal(400, z.prettifyError(parsed.error));
}

import Stripe from 'stripe';
import {
  IdempotencyConflict,
  PaymentRequestRefused,
  type CancelResult,
  type ChargeRequest,
  type ChargeResult,
  type FindChargeRequest,
  type PaymentGateway,
} from './payment-gateway';
import type { PaymentWebhookVerifier } from './payment-events';
import { declineOfCardError, resultOfIntent } from './stripe-charge-result';
import { translateStripeFailure } from './stripe-failures';
import { verifyStripeWebhook } from './stripe-webhook';

/** Where Stripe, or the sandbox that speaks its protocol, is reached. */
export interface StripeGatewaySettings {
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly host?: string;
  readonly port?: number;
  readonly protocol?: 'http' | 'https';
  readonly timeoutMs?: number;
  /** Retries inside the client, always with the same key; our own retries are the caller's affair. */
  readonly maxNetworkRetries?: number;
}

const DEFAULT_TIMEOUT_MS = 20_000;
const PAGE_SIZE = 100;

/** Makes the payment gateway that talks to Stripe through its own client. */
export function createStripeGateway(
  settings: StripeGatewaySettings,
): PaymentGateway & PaymentWebhookVerifier {
  const stripe = connect(settings);
  return {
    charge: (request) => charge(stripe, request),
    find: (request) => find(stripe, request),
    cancel: (paymentId) => cancel(stripe, paymentId),
    verifyWebhook: (rawBody, signatureHeader) =>
      verifyStripeWebhook(stripe, settings.webhookSecret, rawBody, signatureHeader),
  };
}

function connect(settings: StripeGatewaySettings): Stripe {
  return new Stripe(settings.secretKey, {
    maxNetworkRetries: settings.maxNetworkRetries ?? 0,
    timeout: settings.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    telemetry: false,
    ...(settings.host === undefined ? {} : { host: settings.host }),
    ...(settings.port === undefined ? {} : { port: settings.port }),
    ...(settings.protocol === undefined ? {} : { protocol: settings.protocol }),
  });
}

async function charge(stripe: Stripe, request: ChargeRequest): Promise<ChargeResult> {
  const paymentMethod = request.paymentMethodRef ?? (await defaultPaymentMethod(stripe, request));
  try {
    return resultOfIntent(await createIntent(stripe, request, paymentMethod));
  } catch (error) {
    const declined = declineOfCardError(error);
    if (declined !== undefined) return declined;
    const failure = translateStripeFailure(
      error,
      `charge of invoice ${request.invoiceId}, attempt ${request.attempt}`,
    );
    if (failure instanceof IdempotencyConflict) return sameChargeOrConflict(stripe, request, failure);
    throw failure;
  }
}

function createIntent(
  stripe: Stripe,
  request: ChargeRequest,
  paymentMethod: string,
): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create(
    {
      amount: request.amountMinor,
      currency: request.currency.toLowerCase(),
      customer: request.customerRef,
      payment_method: paymentMethod,
      // Cards only: nobody is there to follow a redirect.
      allowed_payment_method_types: ['card'],
      confirm: true,
      off_session: true,
      metadata: {
        ...request.metadata,
        invoice: request.invoiceId,
        attempt: String(request.attempt),
        tideline_charge_key: request.idempotencyKey,
      },
    },
    { idempotencyKey: request.idempotencyKey },
  );
}

async function defaultPaymentMethod(stripe: Stripe, request: ChargeRequest): Promise<string> {
  const customer = await asking(`customer of invoice ${request.invoiceId}`, () =>
    stripe.customers.retrieve(request.customerRef),
  );
  const method = customer.deleted ? null : customer.invoice_settings.default_payment_method;
  if (method === null || method === undefined) {
    throw new PaymentRequestRefused(
      `paymentMethodRef is missing and the customer of invoice ${request.invoiceId} has no default payment method: attach one, or pass paymentMethodRef.`,
    );
  }
  return typeof method === 'string' ? method : method.id;
}

// A card changed between two tries of one attempt alters the parameters under the same key, and Stripe refuses.
// The first try's intent is then the answer; only another amount under our key is a true conflict.
async function sameChargeOrConflict(
  stripe: Stripe,
  request: ChargeRequest,
  conflict: IdempotencyConflict,
): Promise<ChargeResult> {
  const booked = await asking(`charge of invoice ${request.invoiceId}`, () => findIntent(stripe, request));
  if (
    booked === undefined ||
    booked.amount !== request.amountMinor ||
    booked.currency !== request.currency.toLowerCase()
  ) {
    throw conflict;
  }
  return resultOfIntent(booked);
}

async function find(stripe: Stripe, request: FindChargeRequest): Promise<ChargeResult | undefined> {
  const what = `search for the charge of invoice ${request.invoiceId}, attempt ${request.attempt}`;
  const intent = await asking(what, () => findIntent(stripe, request));
  return intent === undefined ? undefined : resultOfIntent(intent);
}

// Stripe reads nothing by idempotency key and its search index lags, so this lists, which is consistent.
async function findIntent(
  stripe: Stripe,
  request: FindChargeRequest,
): Promise<Stripe.PaymentIntent | undefined> {
  for await (const intent of stripe.paymentIntents.list({
    customer: request.customerRef,
    limit: PAGE_SIZE,
  })) {
    if (isOfCharge(intent, request)) return intent;
  }
  return undefined;
}

function isOfCharge({ metadata }: Stripe.PaymentIntent, request: FindChargeRequest): boolean {
  if (request.idempotencyKey !== undefined) return metadata['tideline_charge_key'] === request.idempotencyKey;
  return metadata['invoice'] === request.invoiceId && metadata['attempt'] === String(request.attempt);
}

async function cancel(stripe: Stripe, paymentId: string): Promise<CancelResult> {
  try {
    const intent = await stripe.paymentIntents.cancel(
      paymentId,
      {},
      { idempotencyKey: `cancel:${paymentId}` },
    );
    return { outcome: intent.status === 'canceled' ? 'canceled' : 'tooLate', paymentId };
  } catch (error) {
    if (
      error instanceof Stripe.errors.StripeInvalidRequestError &&
      error.code === 'payment_intent_unexpected_state'
    ) {
      return { outcome: 'tooLate', paymentId };
    }
    throw translateStripeFailure(error, `cancellation of ${paymentId}`);
  }
}

async function asking<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw translateStripeFailure(error, what);
  }
}

import Stripe from 'stripe';
import { declineCodeOf } from './stripe-charge-result';
import {
  WebhookSignatureInvalid,
  type PaymentEvent,
  type PaymentEventSubject,
  type PaymentOfEvent,
} from './payment-events';

const TOLERANCE_SECONDS = 300;

/** Verifies a webhook with Stripe's own check (HMAC over the raw bytes, 300 s tolerance) and reads what it is about. */
export function verifyStripeWebhook(
  stripe: Stripe,
  secret: string,
  rawBody: string | Buffer,
  signatureHeader: string,
): PaymentEvent {
  const event = constructEvent(stripe, secret, rawBody, signatureHeader);
  return {
    eventId: event.id,
    type: event.type,
    occurredAt: new Date(event.created * 1000).toISOString(),
    subject: subjectOf(event),
  };
}

function constructEvent(
  stripe: Stripe,
  secret: string,
  rawBody: string | Buffer,
  signatureHeader: string,
): Stripe.Event {
  try {
    return stripe.webhooks.constructEvent(rawBody, signatureHeader, secret, TOLERANCE_SECONDS);
  } catch (cause) {
    if (!(cause instanceof Stripe.errors.StripeSignatureVerificationError)) throw cause;
    throw new WebhookSignatureInvalid(
      'The webhook signature does not match: pass the raw request body, and check the webhook secret and both clocks.',
      { cause },
    );
  }
}

function subjectOf(event: Stripe.Event): PaymentEventSubject {
  switch (event.type) {
    case 'payment_intent.succeeded':
      return { kind: 'succeeded', ...paymentOf(event.data.object) };
    case 'payment_intent.canceled':
      return { kind: 'canceled', ...paymentOf(event.data.object) };
    case 'payment_intent.requires_action':
      return { kind: 'requiresAction', ...paymentOf(event.data.object) };
    case 'payment_intent.payment_failed': {
      const declineCode = declineCodeOf(event.data.object.last_payment_error ?? {});
      return { kind: 'failed', ...paymentOf(event.data.object), declineCode };
    }
    case 'payment_method.attached':
      return cardOf(event.data.object);
    default:
      return { kind: 'other' };
  }
}

function paymentOf(intent: Stripe.PaymentIntent): PaymentOfEvent {
  const { invoice, attempt, tideline_charge_key: chargeKey } = intent.metadata;
  const customerRef = idOf(intent.customer);
  return {
    paymentId: intent.id,
    amountMinor: intent.amount,
    currency: intent.currency.toUpperCase(),
    ...(customerRef === undefined ? {} : { customerRef }),
    ...(invoice === undefined ? {} : { invoiceId: invoice }),
    ...(attempt === undefined ? {} : { attempt: Number(attempt) }),
    ...(chargeKey === undefined ? {} : { chargeKey }),
  };
}

function cardOf(method: Stripe.PaymentMethod): PaymentEventSubject {
  const customerRef = idOf(method.customer);
  return customerRef === undefined
    ? { kind: 'other' }
    : { kind: 'cardUpdated', customerRef, paymentMethodRef: method.id };
}

function idOf(reference: string | { readonly id: string } | null): string | undefined {
  return typeof reference === 'string' ? reference : reference?.id;
}

import type { DeclineDetail } from './cards';
import type { CustomerRecord, IntentRecord, PaymentMethodRecord } from './records';

/** A PaymentIntent in Stripe's words. */
export function intentObject(intent: IntentRecord): object {
  return {
    id: intent.id,
    object: 'payment_intent',
    amount: intent.amount,
    amount_received: intent.status === 'succeeded' ? intent.amount : 0,
    canceled_at: intent.canceledAt,
    capture_method: 'automatic',
    confirmation_method: 'automatic',
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    last_payment_error: intent.lastPaymentError === null ? null : errorFields(intent.lastPaymentError),
    latest_charge: intent.chargeId,
    livemode: false,
    metadata: intent.metadata,
    next_action: intent.status === 'requires_action' ? { type: 'use_stripe_sdk', use_stripe_sdk: {} } : null,
    payment_method: intent.paymentMethod,
    payment_method_types: ['card'],
    status: intent.status,
  };
}

/** The error body of a declined card (HTTP 402), with the intent inside. */
export function cardErrorBody(decline: DeclineDetail, intent: IntentRecord): object {
  return {
    error: { ...errorFields(decline), charge: intent.chargeId, payment_intent: intentObject(intent) },
  };
}

/** A customer in Stripe's words. */
export function customerObject(customer: CustomerRecord): object {
  return {
    id: customer.id,
    object: 'customer',
    created: customer.created,
    invoice_settings: { default_payment_method: customer.card },
    livemode: false,
    metadata: customer.metadata,
  };
}

/** A payment method in Stripe's words. */
export function paymentMethodObject(method: PaymentMethodRecord): object {
  return {
    id: method.id,
    object: 'payment_method',
    card: { brand: method.card.includes('mastercard') ? 'mastercard' : 'visa' },
    created: method.created,
    customer: method.customer,
    livemode: false,
    type: 'card',
  };
}

function errorFields(decline: DeclineDetail): object {
  return {
    type: 'card_error',
    code: decline.code,
    message: decline.message,
    ...(decline.declineCode === undefined ? {} : { decline_code: decline.declineCode }),
    ...(decline.adviceCode === undefined ? {} : { advice_code: decline.adviceCode }),
    ...(decline.networkDeclineCode === undefined ? {} : { network_decline_code: decline.networkDeclineCode }),
    ...(decline.networkAdviceCode === undefined ? {} : { network_advice_code: decline.networkAdviceCode }),
  };
}

import Stripe from 'stripe';
import { PaymentGatewayUnavailable, type ChargeDeclined, type ChargeResult } from './payment-gateway';

type PaymentError = Pick<
  Stripe.PaymentIntent.LastPaymentError,
  'code' | 'decline_code' | 'advice_code' | 'network_decline_code' | 'network_advice_code'
>;

/** Reads a charge's result from the intent as Stripe holds it. */
export function resultOfIntent(intent: Stripe.PaymentIntent): ChargeResult {
  switch (intent.status) {
    case 'succeeded':
      return {
        outcome: 'succeeded',
        paymentId: intent.id,
        receivedAt: new Date(intent.created * 1000).toISOString(),
      };
    case 'requires_action':
      return { outcome: 'requiresAction', paymentId: intent.id };
    case 'requires_payment_method':
      return declined(intent.id, intent.last_payment_error ?? {});
    case 'canceled':
      return declined(intent.id, intent.last_payment_error ?? { code: 'canceled' });
    default:
      // Asking again with the same key replays the first answer for ever; the caller reconciles with `find`.
      throw new PaymentGatewayUnavailable(
        `Payment ${intent.id} is still ${intent.status}; look for its end with find().`,
      );
  }
}

/** Reads a decline from the card error Stripe's client throws for HTTP 402; undefined for any other error. */
export function declineOfCardError(error: unknown): ChargeDeclined | undefined {
  if (!(error instanceof Stripe.errors.StripeCardError)) return undefined;
  return declined(error.payment_intent?.id, error);
}

/**
 * The code a decline goes by. Stripe leaves decline_code out where the error's own code already says it
 * (expired_card, processing_error), and its client then fills in an empty string.
 */
export function declineCodeOf(error: Pick<PaymentError, 'code' | 'decline_code'>): string {
  return error.decline_code || error.code || 'generic_decline';
}

function declined(paymentId: string | undefined, error: PaymentError): ChargeDeclined {
  return {
    outcome: 'declined',
    declineCode: declineCodeOf(error),
    ...(paymentId === undefined ? {} : { paymentId }),
    ...(error.advice_code ? { adviceCode: error.advice_code } : {}),
    ...(error.network_decline_code ? { networkDeclineCode: error.network_decline_code } : {}),
    ...(error.network_advice_code ? { networkAdviceCode: error.network_advice_code } : {}),
  };
}

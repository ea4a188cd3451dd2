import Stripe from 'stripe';
import { IdempotencyConflict, PaymentGatewayUnavailable, PaymentRequestRefused } from './payment-gateway';

const TOO_EARLY_TO_TELL = 409;

/**
 * Puts a failure of Stripe's client into the port's three words.
 * Even a refused connection is "may have happened": the client itself retries a closed connection once,
 * so the last error says nothing about the first try.
 */
export function translateStripeFailure(error: unknown, what: string): Error {
  if (!(error instanceof Stripe.errors.StripeError))
    return error instanceof Error ? error : new Error(`The ${what} failed.`, { cause: error });
  const detail = `The ${what} was not answered with a result: ${error.message}`;
  if (error.statusCode === TOO_EARLY_TO_TELL)
    return new PaymentGatewayUnavailable(`${detail} An earlier try with this key is still under way.`, {
      cause: error,
    });
  if (error instanceof Stripe.errors.StripeIdempotencyError)
    return new IdempotencyConflict(detail, { cause: error });
  return isForGood(error)
    ? new PaymentRequestRefused(detail, { cause: error })
    : new PaymentGatewayUnavailable(detail, { cause: error });
}

function isForGood(error: InstanceType<typeof Stripe.errors.StripeError>): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError ||
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError
  );
}

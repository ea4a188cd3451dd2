import { z } from 'zod';
import { takeAddressedSignals } from '../../application/take-addressed';
import type { Actor } from '../../application/application';
import type { PaymentEvent, PaymentWebhookVerifier } from '../../ports/payments/payment-events';
import type { ApiDependencies, ApiServer } from '../api-server';
import { ApiProblem } from '../problem';
import { failures } from '../schemas/problem';
import { signalOfPayment } from './payment-signal';

// The provider proves itself by its signature; it has no token.
const provider: Actor = { subject: 'payments', kind: 'service', roles: [], scopes: ['signals:write'] };

/** What the payment provider tells: verified by its signature over the exact bytes, taken once by event id. */
export function paymentWebhookRoutes(server: ApiServer, deps: ApiDependencies): void {
  void server.register(async (scope: ApiServer) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post(
      '/webhooks/payments',
      {
        config: { scope: 'signature' },
        schema: {
          tags: ['ways in'],
          summary: 'Events of the payment provider, signed by it',
          security: [],
          response: { 200: z.object({ taken: z.enum(['accepted', 'duplicate', 'ignored']) }), ...failures },
        },
      },
      async (request) => {
        const event = verify(deps.payments, request.body, request.headers['stripe-signature']);
        return { taken: await take(deps, event) };
      },
    );
  });
}

function verify(
  payments: PaymentWebhookVerifier | undefined,
  body: unknown,
  signature: unknown,
): PaymentEvent {
  if (!payments) throw new ApiProblem(404, 'noPaymentProvider', 'No payment provider is connected here.');
  if (!Buffer.isBuffer(body) || typeof signature !== 'string') {
    throw new ApiProblem(400, 'invalidSignature', 'The header Stripe-Signature and a body are needed.');
  }
  try {
    return payments.verifyWebhook(body, signature);
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== 'WebhookSignatureInvalid') throw cause;
    throw new ApiProblem(400, 'invalidSignature', cause.message);
  }
}

async function take(
  { app }: ApiDependencies,
  event: PaymentEvent,
): Promise<'accepted' | 'duplicate' | 'ignored'> {
  const signal = await app.store.transaction((tx) => signalOfPayment(tx, event));
  if (!signal) return 'ignored';
  const results = await takeAddressedSignals(app, [signal], { actor: provider });
  const result = results[0];
  if (result && result.status !== 'rejected') return result.status;
  // Answered 200 all the same: the provider would send it for days, and it would be no more acceptable.
  app.log.warn({ event: event.eventId, type: event.type, code: result?.code }, 'payment event rejected');
  return 'ignored';
}

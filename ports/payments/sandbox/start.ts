import { createHash, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { openBooks } from './books';
import { controlRoutes } from './control-routes';
import { customerRoutes } from './customer-routes';
import { createFaults } from './faults';
import { newId } from './new-id';
import { paymentRoutes } from './payment-routes';
import { StripeRefusal } from './stripe-refusal';
import { createWebhooks } from './webhooks';

/** Where the sandbox keeps its books, listens, and sends its webhooks. */
export interface PaymentSandboxOptions {
  readonly dataFile: string;
  readonly port: number;
  readonly host?: string;
  /** Must begin with sk_test_, so that a live key can never be meant. */
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly webhookUrl?: string;
  readonly webhookFirstRetryMs?: number;
}

/** A sandbox that is up. */
export interface PaymentSandbox {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the payment sandbox: Stripe's wire protocol over durable books. */
export async function startPaymentSandbox(options: PaymentSandboxOptions): Promise<PaymentSandbox> {
  if (!options.secretKey.startsWith('sk_test_')) {
    throw new Error(
      'secretKey of the payment sandbox must begin with sk_test_; a live key has no business here.',
    );
  }
  const books = openBooks(options.dataFile);
  const webhooks = createWebhooks(books, {
    secret: options.webhookSecret,
    ...(options.webhookUrl === undefined ? {} : { url: options.webhookUrl }),
    ...(options.webhookFirstRetryMs === undefined ? {} : { firstRetryMs: options.webhookFirstRetryMs }),
  });
  const sandbox = { books, webhooks, faults: createFaults(books), keysInFlight: new Set<string>() };
  const app = fastify({ forceCloseConnections: true });
  speakLikeStripe(app, options.secretKey);
  paymentRoutes(app, sandbox);
  customerRoutes(app, sandbox);
  controlRoutes(app, sandbox);
  const host = options.host ?? '127.0.0.1';
  await app.listen({ host, port: options.port });
  const { port } = app.server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  const shutDown = async (): Promise<void> => {
    await app.close();
    await webhooks.close();
    books.close();
  };
  return { url: `http://${host}:${port}`, port, close: () => (closing ??= shutDown()) };
}

function speakLikeStripe(app: FastifyInstance, secretKey: string): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  );
  app.get('/healthz', () => ({ ok: true }));
  app.addHook('onRequest', async (request, reply) => {
    reply.header('request-id', newId('req'));
    if (request.url !== '/healthz' && !bears(request.headers.authorization, secretKey)) {
      throw new StripeRefusal(
        401,
        'Invalid API Key provided: send Authorization: Bearer with the sandbox secret key.',
      );
    }
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof StripeRefusal) return reply.code(error.statusCode).send(error.body());
    const status = error.statusCode ?? 500;
    return reply.code(status).send({
      error: { type: status < 500 ? 'invalid_request_error' : 'api_error', message: error.message },
    });
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send(new StripeRefusal(404, `Unrecognized request URL (${request.method}: ${request.url}).`).body()),
  );
}

function bears(authorization: string | undefined, secretKey: string): boolean {
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${secretKey}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PaymentEffect } from './charging';
import type { Sandbox } from './sandbox';
import { StripeRefusal } from './stripe-refusal';
import { parseForm, type FormFields } from './wire-form';

/** What a POST route does with its form, under the idempotency key it came with. */
export type Work = (form: FormFields, idempotencyKey: string | null) => PaymentEffect;

/** How a POST is served: `faulty` routes are those the scripted faults apply to. */
interface PostRoute {
  readonly faulty: boolean;
  readonly work: Work;
}

/** Serves a POST as Stripe does: same key and parameters replay the stored answer, other parameters are refused. */
export async function answerOnce(
  sandbox: Sandbox,
  request: FastifyRequest,
  reply: FastifyReply,
  route: PostRoute,
): Promise<FastifyReply> {
  const send = (answer: Answer): Promise<FastifyReply> => answerOrLose(sandbox, reply, route, answer);
  const body = typeof request.body === 'string' ? request.body : '';
  const key = keyOf(request);
  const fingerprint = fingerprintOf(request, body);
  const stored = key === null ? undefined : sandbox.books.answer(key);
  if (stored !== undefined) {
    if (stored.fingerprint !== fingerprint) throw keyReused(stored.key);
    reply.header('idempotent-replayed', 'true');
    return send(stored);
  }
  if (key !== null && sandbox.keysInFlight.has(key)) throw keyInUse();
  try {
    if (key !== null) sandbox.keysInFlight.add(key);
    if (route.faulty) await sandbox.faults.beforeEffect();
    const effect = route.work(parseForm(body), key);
    book(sandbox, effect, key === null ? undefined : { key, fingerprint });
    return await send(effect);
  } finally {
    if (key !== null) sandbox.keysInFlight.delete(key);
  }
}

function book(
  sandbox: Sandbox,
  effect: PaymentEffect,
  keyed: { key: string; fingerprint: string } | undefined,
): void {
  const { event } = effect;
  const webhook = event && sandbox.webhooks.prepare(event.type, event.object, sandbox.faults.webhookCopies());
  const answer = keyed && { ...keyed, status: effect.status, body: effect.body };
  sandbox.books.record({ ...effect.change, ...(answer && { answer }), ...(webhook && { webhook }) });
  sandbox.webhooks.dispatch(webhook);
}

type Answer = Pick<PaymentEffect, 'status' | 'body'>;

async function answerOrLose(
  sandbox: Sandbox,
  reply: FastifyReply,
  route: PostRoute,
  answer: Answer,
): Promise<FastifyReply> {
  if (route.faulty && (await sandbox.faults.losesAnswer())) {
    reply.hijack();
    reply.raw.socket?.destroy();
    return reply;
  }
  return reply.code(answer.status).send(answer.body);
}

// The order of the parameters is no part of the request.
function fingerprintOf(request: FastifyRequest, body: string): string {
  const parameters = new URLSearchParams(body);
  parameters.sort();
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${parameters.toString()}`)
    .digest('hex');
}

function keyOf(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') return null;
  if (key.length > 255) throw new StripeRefusal(400, 'Idempotency-Key must be at most 255 characters.');
  return key;
}

function keyReused(key: string): StripeRefusal {
  return new StripeRefusal(
    400,
    `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    { type: 'idempotency_error' },
  );
}

function keyInUse(): StripeRefusal {
  return new StripeRefusal(
    409,
    'There is currently another in-progress request using this Idempotency-Key.',
    { code: 'idempotency_key_in_use' },
  );
}

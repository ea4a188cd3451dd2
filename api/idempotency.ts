import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Application } from '../application/application';
import { addAnswer, claimKey, dropKey, type StoredAnswer } from '../ports/store/tables/idempotency-keys';
import type { ApiServer } from './api-server';
import { ApiProblem } from './problem';

// How long an answer is kept for replay, and when a request without an answer counts as crashed.
const KEPT_MS = 24 * 3_600_000;
const CRASHED_AFTER_MS = 60_000;

interface Claim {
  readonly subject: string;
  readonly key: string;
}

/** Replays the whole answer to a request sent again under the same `Idempotency-Key`; keys belong to the token's subject. */
export function replayAnswers(server: ApiServer, app: Application): void {
  const claims = new WeakMap<FastifyRequest, Claim>();
  server.addHook('preValidation', async (request, reply) => {
    const key = keyOf(request);
    if (key === undefined || !request.actor || request.method === 'GET') return;
    const claim = { subject: request.actor.subject, key };
    const earlier = await claimFor(app, claim, requestHash(request));
    if (!earlier) {
      claims.set(request, claim);
      return;
    }
    return replay(reply, earlier);
  });
  server.addHook('onSend', async (request, reply, payload) => {
    const claim = claims.get(request);
    if (!claim) return payload;
    claims.delete(request);
    const answer = {
      status: reply.statusCode,
      type: String(reply.getHeader('content-type') ?? ''),
      body: textOf(payload),
    };
    // A fault of ours is no answer: the caller may try again under the same key.
    await app.store.transaction((tx) =>
      answer.status >= 500 ? dropKey(tx, claim) : addAnswer(tx, claim, answer),
    );
    return payload;
  });
}

async function claimFor(app: Application, claim: Claim, hash: string): Promise<StoredAnswer | undefined> {
  const now = app.clock.now();
  const before = (ms: number): string => new Date(Date.parse(now) - ms).toISOString();
  const found = await app.store.transaction((tx) =>
    claimKey(tx, {
      ...claim,
      hash,
      now,
      forgottenBefore: before(KEPT_MS),
      crashedBefore: before(CRASHED_AFTER_MS),
    }),
  );
  if (found.claimed) return undefined;
  if (found.hash !== hash) {
    throw new ApiProblem(
      422,
      'idempotencyKeyReused',
      'This Idempotency-Key was used for another request: send a new key with this one.',
    );
  }
  if (!found.answer) {
    throw new ApiProblem(
      409,
      'requestInFlight',
      'The first request with this Idempotency-Key is still running: ask again shortly.',
    );
  }
  return found.answer;
}

function replay(reply: FastifyReply, answer: StoredAnswer): FastifyReply {
  if (answer.type !== '') reply.type(answer.type);
  return reply
    .status(answer.status)
    .header('idempotency-replayed', 'true')
    .serializer(String)
    .send(answer.body);
}

function keyOf(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  const key = String(header);
  if (key.length > 0 && key.length <= 200) return key;
  throw new ApiProblem(400, 'invalidRequest', 'Idempotency-Key must have 1 to 200 characters.');
}

function requestHash(request: FastifyRequest): string {
  const events = Object.entries(request.headers).filter(([name]) => name.startsWith('ce-'));
  const text = canonicalize([request.method, request.url, events.sort(), request.body ?? null]) ?? '';
  return createHash('sha256').update(text).digest('hex');
}

function textOf(payload: unknown): string {
  if (typeof payload === 'string') return payload;
  return Buffer.isBuffer(payload) ? payload.toString('utf8') : '';
}

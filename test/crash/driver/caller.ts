import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpClient, HttpRefusal } from '../../support/deployment/http-client';
import type { Random } from '../random';

/** An integrator that does not give up: it sends until one API answers, and sends things several times at once. */
export interface Caller {
  /** Resolves with the answer of the first 2xx; undefined when the API refuses for good. */
  post<T>(path: string, body: unknown): Promise<T | undefined>;
  /** The same request two or three times at once, some under one Idempotency-Key; resolves when all have ended. */
  postDoubled<T>(path: string, body: unknown): Promise<T | undefined>;
}

// On a busy machine a killed API takes its time to come back.
const patienceMs = 600_000;
const pauseMs = 250;

/** A caller that knows several APIs, of which any may be dead just now. */
export function createCaller(urls: readonly string[], token: string, random: Random): Caller {
  const clients = urls.map((url) => httpClient(url, token));
  const send = async <T>(path: string, body: unknown, key?: string): Promise<T | undefined> => {
    const giveUpAt = Date.now() + patienceMs;
    for (;;) {
      try {
        return await random
          .pick(clients)
          .post<T>(path, body, key === undefined ? {} : { 'idempotency-key': key });
      } catch (error) {
        if (error instanceof HttpRefusal && isFinal(error)) return undefined;
        if (Date.now() > giveUpAt) throw error;
        await sleep(pauseMs * (0.5 + random.next()));
      }
    }
  };
  return {
    post: send,
    postDoubled: async <T>(path: string, body: unknown) => {
      const key = random.chance(0.3) ? randomUUID() : undefined;
      const copies = random.chance(0.3) ? 3 : 2;
      const answers = await Promise.all(
        Array.from({ length: copies }, async (_, index) => {
          if (index > 0) await sleep(random.next() * 60);
          return send<T>(path, body, key);
        }),
      );
      return answers.find((answer) => answer !== undefined);
    },
  };
}

// 409 may be the other copy still running under the same key; a closed treatment answers 409 too and says so.
function isFinal({ status, message }: HttpRefusal): boolean {
  if (status === 409) return !message.includes('still running');
  return status >= 400 && status < 500 && status !== 429;
}

import Stripe from 'stripe';
import { createApi } from '../../api/server';
import { verifyStripeWebhook } from '../../ports/payments/stripe-webhook';
import type { Stage } from '../../workers/demo/stage';
import { createSender, type Send } from '../../workers/embedded/sender';
import { apiDependencies, listen, tokenWith } from '../api/http-harness';
import type { World } from './world';
import { type CallsOneByOne, callsOneByOne } from './calls-one-by-one';
import { type Onlookers, onlookers } from './onlookers';

/** A stage in a world whose time skips, and what was said on it. */
export interface WorldStage {
  readonly stage: Stage;
  readonly said: readonly string[];
  /** To be called whenever an activity has answered: somebody on stage may have waited for it. */
  stir(): void;
  /** Waits until nobody on stage has anything to do before time moves on. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** The stage of the demonstration in a world: the same API over HTTP, the same sandbox and its webhook, another clock. */
export async function worldStage(world: World): Promise<WorldStage> {
  const http = await listenWithWebhooks(world);
  const calls = callsOneByOne();
  const looks = onlookers(world, calls);
  const given = { world, http, calls, looks };
  const [api, ines, otto] = [
    await senderOf(given, 'local'),
    await senderOf(given, 'Ines'),
    await senderOf(given, 'Otto'),
  ];
  const said: string[] = [];
  const stage: Stage = {
    api,
    staff: (name) => ({ Ines: ines, Otto: otto })[name],
    sandbox: sandboxOf(given),
    now: () => world.now(),
    pause: (days) =>
      new Promise((resolve) =>
        world.agenda.at(later(world, days * 86_400_000), async () => {
          resolve();
          await calls.quiet();
        }),
      ),
    untilKnown: looks.untilKnown,
    page: (id) => `http://temporal.example/${id}`,
    say: (line) => said.push(line),
  };
  return { stage, said, stir: looks.stir, quiet: calls.quiet, close: http.close };
}

interface Given {
  readonly world: World;
  readonly http: Webhooked;
  readonly calls: CallsOneByOne;
  readonly looks: Onlookers;
}

interface Webhooked {
  readonly url: string;
  /** How many webhooks were taken. */
  readonly taken: () => number;
  readonly close: () => Promise<void>;
}

async function listenWithWebhooks(world: World): Promise<Webhooked> {
  const stripe = new Stripe('sk_test_world');
  const payments = {
    verifyWebhook: (body: string, header: string) => verifyStripeWebhook(stripe, 'whsec_world', body, header),
  };
  const server = await createApi(apiDependencies(world.app, { payments }));
  let taken = 0;
  server.server.on('request', ({ url }, response) => {
    if (url?.startsWith('/webhooks/')) response.on('finish', () => (taken += 1));
  });
  const { url, close } = await listen(server);
  await world.sandbox('POST', '/sandbox/webhook', { url: `${url}/webhooks/payments` });
  return { url, close, taken: () => taken };
}

async function senderOf({ world, http, calls, looks }: Given, subject: string): Promise<Send> {
  const { roles } = (await world.app.store.transaction((tx) => world.app.books.active(tx))).policies;
  const send = createSender({ url: http.url, token: await tokenWith(world.app, { subject, roles }) });
  return (method, path, body) =>
    calls.call(async () => {
      if (method === 'GET') return send(method, path, body);
      const answer = await world.act(() => send(method, path, body));
      looks.stir();
      return answer;
    });
}

function sandboxOf({ world, http, calls, looks }: Given): Send {
  return (method, path, body) =>
    calls.call(async () => {
      const before = http.taken();
      const answer = await world.sandbox(method, path, body as object);
      if (path.endsWith('/card')) await until(() => http.taken() > before);
      await world.settle();
      looks.stir();
      return answer;
    });
}

function later(world: World, ms: number): string {
  return new Date(Date.parse(world.now()) + ms).toISOString();
}

async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 5));
}

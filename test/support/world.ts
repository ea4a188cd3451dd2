import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleWorkflowCode, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { createTreatmentActivities } from '../../activities/create-treatment-activities';
import type { Actor, Application } from '../../application/application';
import { createBooks } from '../../application/books';
import { acceptSignals, type ItemResult, type SignalInput } from '../../application/accept-signals';
import { publishBook } from '../../application/publish-book';
import { relayPass } from '../../application/relay/relay';
import { noCrash } from '../../application/crash-points';
import { sweepDue } from '../../application/sweep';
import { parseDuration } from '../../domain/durations';
import type { SignalValue } from '../../domain/signals/signal';
import { readBook } from '../../ports/book-files/read-book';
import { startMailCatcher, type MailCatcher } from '../../ports/channels/mail-catcher';
import { createSmtpEmail } from '../../ports/channels/smtp-email';
import { startPaymentSandbox, type PaymentSandbox } from '../../ports/payments/sandbox/start';
import { createStripeGateway } from '../../ports/payments/stripe-gateway';
import type { Store } from '../../ports/store/store';
import { renderTemplate } from '../../ports/templates/render';
import { createTemporalRuntime } from '../../ports/temporal/temporal-runtime';
import { searchAttributeNames } from '../../workflows/search-attributes';
import { openTestStore } from './stores';
import { timeSkippingEnvironment } from './temporal';

const dayMs = 86_400_000;
const taskQueue = 'treatments';
const secretKey = 'sk_test_world';
const root = path.join(__dirname, '../..');

/** The person who acts in tests unless a test says otherwise. */
export const manager: Actor = { subject: 'mara', kind: 'person', roles: [], scopes: [] };

/** A whole deployment with a clock that skips: real store, gate, relay, worker, catcher and sandbox. */
export interface World {
  readonly app: Application;
  readonly store: Store;
  readonly env: TestWorkflowEnvironment;
  readonly mail: MailCatcher;
  readonly sandbox: PaymentSandbox;
  /** Talks to the sandbox's control routes. */
  script(route: string, body: object): Promise<unknown>;
  charges(): Promise<readonly SandboxCharge[]>;
  now(): string;
  /** Lets time pass, a day at a time, serving the sweep at each stop. */
  advance(duration: string): Promise<void>;
  /** Delivers everything in the outbox. */
  deliver(): Promise<void>;
  signal(
    customer: string,
    name: string,
    value: SignalValue,
    more?: Partial<SignalInput>,
  ): Promise<ItemResult>;
  publish(folder: string): Promise<string>;
  /** Waits until the condition holds, at most five seconds of real time. */
  until(what: string, holds: () => Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

/** One PaymentIntent of the sandbox's own books. */
export interface SandboxCharge {
  readonly customerRef: string;
  readonly invoice: string;
  readonly attempt: string;
  readonly status: string;
  readonly amountMinor: number;
  readonly timesMoved: number;
  readonly idempotencyKey: string;
}

let bundled: Promise<WorkflowBundleWithSourceMap> | undefined;

/** Bundles the workflows once per test file. */
export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  bundled ??= bundleWorkflowCode({
    workflowsPath: path.join(root, 'workflows/index.ts'),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error },
  });
  return bundled;
}

/** Brings a world up on a published book. */
export async function startWorld(
  options: { book?: string; kind?: 'pglite' | 'postgres' } = {},
): Promise<World> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-world-'));
  const attributes = Object.fromEntries(searchAttributeNames.map((name) => [name, 'Keyword' as const]));
  const [env, store, mail, sandbox, workflows] = await Promise.all([
    timeSkippingEnvironment(attributes),
    openTestStore(options.kind ?? 'pglite'),
    startMailCatcher({ smtpPort: 0, httpPort: 0, dataFile: path.join(folder, 'mail.jsonl') }),
    startPaymentSandbox({
      dataFile: path.join(folder, 'sandbox.jsonl'),
      port: 0,
      secretKey,
      webhookSecret: 'whsec_world',
    }),
    workflowBundle(),
  ]);
  const clock = await skippingClock(env);
  const app = applicationOf(store, clock.now);
  const email = createSmtpEmail({ host: '127.0.0.1', port: mail.smtpPort });
  const payments = createStripeGateway({
    secretKey,
    webhookSecret: 'whsec_world',
    host: '127.0.0.1',
    port: sandbox.port,
    protocol: 'http',
  });
  const runtime = createTemporalRuntime(env.client, taskQueue);
  const relay = { app, runtime, owner: 'world', wallNow: () => Date.now(), crash: noCrash };
  const deliver = async (): Promise<void> => {
    while ((await relayPass(relay)) > 0);
  };
  const activities = createTreatmentActivities({
    app,
    email,
    payments,
    render: renderTemplate,
    links: () => ({ updateCard: 'http://127.0.0.1/update-card', account: 'http://127.0.0.1/account' }),
    trustUnsigned: false,
  });
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: workflows,
    activities: inSkippedTime({ ...activities }, clock.refresh, deliver),
  });
  const running = worker.run();
  const world: World = {
    app,
    store,
    env,
    mail,
    sandbox,
    now: clock.now,
    deliver,
    script: (route, body) => control(sandbox, 'POST', route, body),
    charges: async () =>
      ((await control(sandbox, 'GET', '/sandbox/charges')) as { charges: SandboxCharge[] }).charges,
    advance: async (duration) => {
      const end = Date.parse(clock.now()) + parseDuration(duration);
      while (Date.parse(clock.now()) < end) {
        await env.sleep(Math.min(dayMs, end - Date.parse(clock.now())));
        await clock.refresh();
        while ((await sweepDue(app, { limit: 100 })).more);
        await deliver();
      }
    },
    signal: (customer, name, value, more) => sendSignal(app, deliver, { customer, name, value, ...more }),
    publish: (bookFolder) => publish(app, bookFolder),
    until,
    close: async () => {
      worker.shutdown();
      await running;
      await Promise.all([email.close(), mail.close(), sandbox.close(), store.close()]);
      await env.teardown();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await world.publish(options.book ?? path.join(root, 'config/book'));
  return world;
}

// The server's time is behind an asynchronous call; an activity or a test asks it once and then reads it plainly.
async function skippingClock(
  env: TestWorkflowEnvironment,
): Promise<{ now: () => string; refresh: () => Promise<void> }> {
  let ahead = 0;
  const refresh = async (): Promise<void> => {
    ahead = (await env.currentTimeMs()) - Date.now();
  };
  await refresh();
  return { now: () => new Date(Date.now() + ahead).toISOString(), refresh };
}

// The server stands still while an activity runs: what its transaction put into the outbox is delivered before time moves on.
function inSkippedTime<A extends object>(
  activities: A,
  refresh: () => Promise<void>,
  deliver: () => Promise<void>,
): A {
  const wrapped = Object.entries(activities).map(
    ([name, activity]: [string, (command: unknown) => Promise<unknown>]) => [
      name,
      async (command: unknown) => {
        await refresh();
        const answer = await activity(command);
        await deliver();
        return answer;
      },
    ],
  );
  return Object.fromEntries(wrapped) as A;
}

function applicationOf(store: Store, now: () => string): Application {
  const quiet = () => undefined;
  return {
    store,
    clock: { now },
    books: createBooks(),
    randomBytes: (length) => randomBytes(length),
    log: { info: quiet, warn: quiet, error: (fields, message) => console.error(message, fields) },
    workspace: 'test',
    clockSettings: { base: '2020-01-01T00:00:00.000Z', scale: 1 },
  };
}

let sent = 0;

async function sendSignal(
  app: Application,
  deliver: () => Promise<void>,
  input: Pick<SignalInput, 'customer' | 'name' | 'value'> & Partial<SignalInput>,
): Promise<ItemResult> {
  sent += 1;
  const signal = { id: `signal-${sent}`, origin: 'test', occurredAt: app.clock.now(), ...input };
  const [result] = await acceptSignals(app, [signal], { actor: manager });
  if (!result || result.status === 'rejected') throw new Error(`refused: ${JSON.stringify(result)}`);
  await deliver();
  return result;
}

async function publish(app: Application, folder: string): Promise<string> {
  const read = await readBook(folder);
  if (!read.ok)
    throw new Error(read.errors.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
  return (await publishBook(app, read, { by: 'test', note: folder })).hash;
}

async function control(
  sandbox: PaymentSandbox,
  method: string,
  route: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${sandbox.url}${route}`, {
    method,
    headers: {
      authorization: `Bearer ${secretKey}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${route} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 250; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never came true within five seconds: ${what}`);
}

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from '@temporalio/worker';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { createTreatmentActivities } from '../../activities/create-treatment-activities';
import type { Actor, Application } from '../../application/application';
import { createBooks } from '../../application/books';
import { acceptSignals, type ItemResult, type SignalInput } from '../../application/accept-signals';
import { publishBook } from '../../application/publish-book';
import { relayPass } from '../../application/relay/relay';
import { noCrash } from '../../application/crash-points';
import { sweepDue } from '../../application/sweep';
import { resolveCustomer } from '../../application/customers';
import { listTreatments, readTreatment } from '../../application/treatments';
import type { TreatmentView } from '../../ports/store/tables/treatment-views';
import type { TreatmentResult } from '../../domain/treatment';
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
import { workflowBundle } from './workflow-bundle';

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
  /** A failed payment of one invoice, with the provider's decline code. */
  paymentFails(customer: string, invoice: string, declineCode: string): Promise<ItemResult>;
  /** The customer's only treatment of a playbook, as the store shows it. */
  treatment(customer: string, playbook: string): Promise<TreatmentView>;
  /** The workflow's own result; time skips to its end. */
  result(treatmentId: string): Promise<TreatmentResult>;
  effects(treatmentId: string): Promise<readonly EffectLine[]>;
  ledger(customerKey: string): Promise<readonly { kind: string; content: Record<string, unknown> }[]>;
  publish(folder: string): Promise<string>;
  /** Waits until the condition holds, at most five seconds of real time. */
  until(what: string, holds: () => Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

/** One effect as tests compare it. */
export interface EffectLine {
  readonly step: string;
  readonly path: string;
  readonly kind: string;
  readonly state: string;
  readonly code: string;
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
    paymentFails: (customer, invoice, declineCode) =>
      sendSignal(app, deliver, {
        customer,
        name: 'invoice_payment_failed',
        value: true,
        context: `invoice:${invoice}`,
        data: { invoice, amountMinor: 4_900, currency: 'usd', declineCode },
      }),
    treatment: (customer, playbook) => onlyTreatment(app, customer, playbook),
    result: (id) => env.client.workflow.getHandle(id).result() as Promise<TreatmentResult>,
    effects: (id) => effectLines(store, id),
    ledger: (customerKey) => ledgerOf(store, customerKey),
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

async function onlyTreatment(app: Application, customer: string, playbook: string): Promise<TreatmentView> {
  const customerKey = await app.store.transaction((tx) => resolveCustomer(tx, customer));
  const { treatments } = await listTreatments(app, { customer: customerKey ?? '', playbook });
  const [first] = treatments;
  if (!first || treatments.length > 1) throw new Error(`${customer} has ${treatments.length} treatments of ${playbook}`);
  return (await readTreatment(app, first.id))!;
}

async function effectLines(store: Store, treatmentId: string): Promise<EffectLine[]> {
  return store.transaction((tx) =>
    tx.query<EffectLine>(
      `SELECT step, path, kind, state, coalesce(receipt->>'outcome', verdict->>'code', '') AS code
       FROM effects WHERE treatment_id = $1 ORDER BY coalesce(settled_at, updated_at), request_key`,
      [treatmentId],
    ),
  );
}

async function ledgerOf(
  store: Store,
  customerKey: string,
): Promise<{ kind: string; content: Record<string, unknown> }[]> {
  const rows = await store.transaction((tx) =>
    tx.query<{ kind: string; text: string }>(
      'SELECT kind, text FROM ledger_entries WHERE customer_key = $1 ORDER BY position',
      [customerKey],
    ),
  );
  return rows.map(({ kind, text }) => ({ kind, content: JSON.parse(text) as Record<string, unknown> }));
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

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from '@temporalio/worker';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { createTreatmentActivities } from '../../activities/create-treatment-activities';
import type { Application } from '../../application/application';
import { acceptCrossings } from '../../application/accept-crossings';
import { acceptSignals, type ItemResult, type SignalInput } from '../../application/accept-signals';
import { createBooks } from '../../application/books';
import { noCrash } from '../../application/crash-points';
import { putCustomer } from '../../application/customers';
import { relayPass } from '../../application/relay/relay';
import { sweepDue } from '../../application/sweep';
import type { CompiledBook } from '../../domain/compiled-book';
import { parseDuration } from '../../domain/durations';
import type { TreatmentResult } from '../../domain/treatment';
import type { SignalValue } from '../../domain/signals/signal';
import type { CaughtMail } from '../../ports/channels/catcher/caught-mail';
import { startMailCatcher, type MailCatcher } from '../../ports/channels/mail-catcher';
import { createSmtpEmail } from '../../ports/channels/smtp-email';
import { startPaymentSandbox, type PaymentSandbox } from '../../ports/payments/sandbox/start';
import { createStripeGateway } from '../../ports/payments/stripe-gateway';
import type { Store } from '../../ports/store/store';
import type { TreatmentView } from '../../ports/store/tables/treatment-views';
import { renderTemplate } from '../../ports/templates/render';
import { createTemporalRuntime } from '../../ports/temporal/temporal-runtime';
import { getProgressQuery, type TreatmentProgress } from '../../workflows/messages';
import { searchAttributeNames } from '../../workflows/search-attributes';
import { openTestStore } from './stores';
import { timeSkippingEnvironment } from './temporal';
import { workflowBundle } from './workflow-bundle';
import { type BookEdits, publishFolder } from './world-book';
import { nextMonday, skippingClock, walk, worldAgenda, type WorldAgenda } from './world-clock';
import { type Decided, decideStep, finishStep, manager } from './world-people';
import * as reads from './world-reads';

export { manager } from './world-people';
export type { EffectLine, LedgerLine } from './world-reads';

const taskQueue = 'treatments';
const secretKey = 'sk_test_world';
const shippedBook = path.join(__dirname, '../../config/book');

/** A customer of a test; without a zone, the workspace's. */
export interface TestCustomer {
  readonly attributes?: Readonly<Record<string, SignalValue>>;
  readonly zone?: string;
}

/** A whole deployment with a clock that skips: real store, gate, relay, worker, catcher and sandbox. */
export interface World {
  readonly app: Application;
  readonly store: Store;
  readonly env: TestWorkflowEnvironment;
  readonly agenda: WorldAgenda;
  now(): string;
  /** Lets time pass, serving agenda and sweep when they are due. */
  advance(duration: string): Promise<void>;
  /** Waits until the treatments have done all that can be done now. */
  settle(): Promise<void>;
  /** Runs an act of a person or another system, delivers what it put into the outbox and waits for what follows. */
  act<T>(what: (app: Application) => Promise<T>): Promise<T>;
  /** Puts a customer with a billing and a champion contact; gives the key. */
  customer(id: string, more?: TestCustomer): Promise<string>;
  signal(
    customer: string,
    name: string,
    value: SignalValue,
    more?: Partial<SignalInput>,
  ): Promise<ItemResult>;
  /** A failed payment of one invoice, with the provider's decline code. */
  paymentFails(customer: string, invoice: string, declineCode: string): Promise<ItemResult>;
  /** A crossing of an external segment. */
  crosses(customer: string, segment: string, direction?: 'entered' | 'exited'): Promise<ItemResult>;
  /** Decides the open approval of a step. */
  decide(treatmentId: string, step: string, decided: Decided): Promise<void>;
  /** Reports a task of a step as done. */
  finish(treatmentId: string, step: string, result: string): Promise<void>;
  treatments(customer: string): Promise<readonly TreatmentView[]>;
  /** The customer's only treatment of a playbook, as the store shows it. */
  treatment(customer: string, playbook: string): Promise<TreatmentView>;
  /** What the workflow itself says. */
  progress(treatmentId: string): Promise<TreatmentProgress>;
  /** The workflow's own result; it must have ended by now. */
  result(treatmentId: string): Promise<TreatmentResult>;
  effects(treatmentId: string): Promise<readonly reads.EffectLine[]>;
  ledger(customerKey: string): Promise<readonly reads.LedgerLine[]>;
  /** Mails the catcher holds for a customer's contacts. */
  mails(customer: string): readonly CaughtMail[];
  /** The sandbox's own books for a customer, the first first. */
  charges(customerKey: string): Promise<readonly SandboxCharge[]>;
  /** Declines of the customer's next charges; later ones succeed. */
  declines(customerKey: string, codes: readonly string[]): Promise<void>;
  publish(folder: string, edits?: BookEdits): Promise<CompiledBook>;
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
}

/** How a world is brought up. */
export interface WorldOptions {
  readonly book?: string;
  readonly edits?: BookEdits;
  /** Leaves the draw of arms to the book; otherwise everybody is treated. */
  readonly holdout?: boolean;
  /** Acts between the moment an activity was asked for and the moment it runs. */
  readonly beforeCall?: (name: string, command: unknown, world: World) => Promise<void>;
  /** Told what an activity answered, before time moves on. */
  readonly onAnswer?: (name: string, command: unknown, world: World) => Promise<void>;
}

/** Brings a world up on a published book; its first day is a Monday, 10:00 UTC. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-world-'));
  const { env, store, mail, sandbox, workflows } = await startParts(folder);
  const clock = await skippingClock(env);
  await env.sleep(Date.parse(nextMonday(clock.now())) - Date.parse(clock.now()));
  await clock.refresh();
  const app = applicationOf(store, clock.now);
  const email = createSmtpEmail({ host: '127.0.0.1', port: mail.smtpPort });
  const activities = createTreatmentActivities({
    app,
    email,
    payments: gatewayTo(sandbox),
    render: renderTemplate,
    links: () => ({ updateCard: 'http://127.0.0.1/update-card', account: 'http://127.0.0.1/account' }),
    trustUnsigned: false,
  });
  const runtime = createTemporalRuntime(env.client, taskQueue);
  const relay = { app, runtime, owner: 'world', wallNow: () => Date.now(), crash: noCrash };
  const deliver = async (): Promise<void> => {
    while ((await relayPass(relay)) > 0);
  };
  const calls = { begun: 0, running: 0 };
  // The server stands still while an activity runs: what its transaction put into the outbox is delivered before time moves on.
  const inSkippedTime =
    (name: string, activity: (command: never) => Promise<unknown>) => async (command: never) => {
      calls.begun += 1;
      calls.running += 1;
      try {
        await clock.refresh();
        await options.beforeCall?.(name, command, world);
        const answer = await activity(command);
        await deliver();
        await options.onAnswer?.(name, command, world);
        return answer;
      } finally {
        calls.running -= 1;
      }
    };
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: workflows,
    activities: Object.fromEntries(
      Object.entries({ ...activities }).map(([name, activity]) => [
        name,
        inSkippedTime(name, activity as (command: never) => Promise<unknown>),
      ]),
    ),
  });
  const running = worker.run();
  const progress = (id: string): Promise<TreatmentProgress> =>
    env.client.workflow.getHandle(id).query(getProgressQuery);
  const settle = async (): Promise<void> => {
    for (let before = -1; before !== calls.begun || calls.running > 0;) {
      before = calls.begun;
      await deliver();
      const open = await reads.openTreatments(store);
      const busy = await Promise.all(open.map(async (id) => (await progress(id)).state.inFlight.length));
      if (busy.some((count) => count > 0)) before = -1;
    }
    await clock.refresh();
  };
  const agenda = worldAgenda();
  // The environment's own client lets time skip while it waits: by years, once nothing runs.
  const patient = new Client({ connection: env.connection, namespace: env.namespace ?? 'default' });
  const act = async <T>(what: (app: Application) => Promise<T>): Promise<T> => {
    await clock.refresh();
    const answer = await what(app);
    await settle();
    return answer;
  };
  const accept = async (taken: Promise<ItemResult[]>): Promise<ItemResult> => {
    const [result] = await taken;
    if (!result || result.status === 'rejected') throw new Error(`refused: ${JSON.stringify(result)}`);
    return result;
  };
  const signal: World['signal'] = (customer, name, value, more) =>
    act(() =>
      accept(acceptSignals(app, [stamp(app, { customer, name, value, ...more })], { actor: manager })),
    );
  const sweep = async (): Promise<void> => {
    while ((await sweepDue(app, { limit: 100 })).more);
    await settle();
  };
  const world: World = {
    app,
    store,
    env,
    agenda,
    now: clock.now,
    settle,
    act,
    signal,
    progress,
    advance: (duration) =>
      walk(
        { env, clock, agenda, settle, sweep, nextEvaluation: () => reads.nextEvaluation(store) },
        Date.parse(clock.now()) + parseDuration(duration),
      ),
    customer: (id, more) => putTestCustomer(app, id, more ?? {}),
    paymentFails: (customer, invoice, declineCode) => {
      const data = { invoice, amountMinor: 4_900, currency: 'usd', declineCode };
      return signal(customer, 'invoice_payment_failed', true, { context: `invoice:${invoice}`, data });
    },
    crosses: (customer, segment, direction = 'entered') =>
      act(() =>
        accept(acceptCrossings(app, [stamp(app, { customer, segment, direction })], { actor: manager })),
      ),
    decide: (id, step, decided) => act(() => decideStep(app, id, step, decided)),
    finish: (id, step, result) => act(() => finishStep(app, id, step, result)),
    treatments: (customer) => reads.treatmentsOf(app, customer),
    treatment: (customer, playbook) => reads.onlyTreatment(app, customer, playbook),
    result: async (id) => {
      await settle();
      if ((await reads.openTreatments(store)).includes(id)) throw new Error(`${id} has not ended`);
      return patient.workflow.getHandle(id).result() as Promise<TreatmentResult>;
    },
    effects: (id) => reads.effectLines(store, id),
    ledger: (customerKey) => reads.ledgerLines(store, customerKey),
    mails: (customer) =>
      mail.messages().filter(({ to }) => to.some((address) => address.startsWith(`${customer}.`))),
    charges: async (customerKey) => {
      const { charges } = (await control(sandbox, 'GET', '/sandbox/charges')) as { charges: SandboxCharge[] };
      return charges.filter(({ customerRef }) => customerRef === customerKey).reverse();
    },
    declines: async (customerRef, declines) => {
      await control(sandbox, 'POST', '/sandbox/script', { customerRef, declines });
    },
    publish: (bookFolder, edits) =>
      publishFolder(app, bookFolder, { everybody: options.holdout !== true, ...(edits && { edits }) }),
    close: async () => {
      worker.shutdown();
      await running;
      await Promise.all([email.close(), mail.close(), sandbox.close(), store.close()]);
      await env.teardown();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await world.publish(options.book ?? shippedBook, options.edits);
  return world;
}

async function startParts(folder: string) {
  const attributes = Object.fromEntries(searchAttributeNames.map((name) => [name, 'Keyword' as const]));
  const [env, store, mail, sandbox, workflows] = await Promise.all([
    timeSkippingEnvironment(attributes),
    openTestStore('pglite'),
    startMailCatcher({ smtpPort: 0, httpPort: 0, dataFile: path.join(folder, 'mail.jsonl') }),
    startPaymentSandbox({
      dataFile: path.join(folder, 'sandbox.jsonl'),
      port: 0,
      secretKey,
      webhookSecret: 'whsec_world',
    }),
    workflowBundle(),
  ]);
  return { env, store, mail, sandbox, workflows };
}

function gatewayTo({ port }: PaymentSandbox) {
  return createStripeGateway({
    secretKey,
    webhookSecret: 'whsec_world',
    host: '127.0.0.1',
    port,
    protocol: 'http',
  });
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

function stamp<T extends object>(app: Application, input: T) {
  sent += 1;
  return { id: `sent-${sent}`, origin: 'test', occurredAt: app.clock.now(), ...input };
}

async function putTestCustomer(app: Application, id: string, more: TestCustomer): Promise<string> {
  const contact = (role: string, name: string) => ({
    id: role,
    role,
    name,
    email: `${id}.${role}@example.com`,
  });
  const contacts = [contact('billing', 'Nora'), contact('champion', 'Chris')];
  const put = await putCustomer(app, { id, contacts, ...more }, manager);
  if (!put.ok) throw new Error(put.message);
  return put.customerKey;
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

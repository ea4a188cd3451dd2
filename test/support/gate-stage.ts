import { createTreatmentActivities } from '../../activities/create-treatment-activities';
import type { TreatmentActivityDeps } from '../../activities/deps';
import { putCustomer } from '../../application/customers';
import { gateParts, type GateParts } from '../../application/gate/gate-parts';
import type { CompiledBook } from '../../domain/compiled-book';
import type { EffectSpec } from '../../domain/program';
import type { EffectCommand, StepCommand, TreatmentActivities } from '../../domain/treatment-activities';
import type { EmailChannel } from '../../ports/channels/email';
import { createSmtpEmail } from '../../ports/channels/smtp-email';
import type { MailCatcher } from '../../ports/channels/mail-catcher';
import type { PaymentGateway } from '../../ports/payments/payment-gateway';
import type { EffectRow } from '../../ports/store/tables/effects';
import { renderTemplate } from '../../ports/templates/render';
import { catcherUnderTest } from '../ports/channels/catcher-under-test';
import {
  bookedCharges,
  control,
  gatewayTo,
  sandboxUnderTest,
  type BookedCharge,
} from '../ports/payments/sandbox-under-test';
import type { Store } from '../../ports/store/store';
import { testActor, testApplication, type TestApplication } from './application';
import { failedInvoice, send } from './facts-sent';
import { gateBook } from './gate-book';
import { openTestStore, type StoreKind } from './stores';

/** The store, the mail catcher and the payment sandbox, shared by the tests of a file: each test has its own customer. */
export interface Outside {
  readonly store: Store;
  readonly catcher: MailCatcher;
  readonly sandboxUrl: string;
  readonly email: EmailChannel;
  readonly payments: PaymentGateway;
  close(): Promise<void>;
}

/** Starts them empty. */
export async function openOutside(kind: StoreKind = 'pglite'): Promise<Outside> {
  const store = await openTestStore(kind);
  const mail = await catcherUnderTest();
  const money = await sandboxUnderTest();
  const email = createSmtpEmail({ host: '127.0.0.1', port: mail.catcher.smtpPort });
  return {
    store,
    catcher: mail.catcher,
    sandboxUrl: money.sandbox.url,
    email,
    payments: gatewayTo(money.sandbox.port, { timeoutMs: 2_000, maxNetworkRetries: 0 }),
    close: async () => {
      await email.close();
      await store.close();
      await mail.dispose();
      await money.dispose();
    },
  };
}

/** One customer with one open invoice and a payment cure, and the activities over the real outside. */
export interface GateStage {
  readonly app: TestApplication;
  readonly outside: Outside;
  readonly customerKey: string;
  readonly treatmentId: string;
  readonly invoiceId: string;
  readonly deps: TreatmentActivityDeps;
  readonly activities: TreatmentActivities;
  /** Activities of another worker, with other parts. */
  worker(
    parts: Partial<TreatmentActivityDeps> & { readonly parts?: Partial<GateParts> },
  ): TreatmentActivities;
  step(step: string, path?: string): StepCommand;
  command(step: string, effect: EffectSpec, more?: Partial<EffectCommand>): EffectCommand;
  effects(): Promise<EffectRow[]>;
  ledger(): Promise<
    { readonly kind: string; readonly position: number; readonly content: Record<string, unknown> }[]
  >;
  query<R extends object>(sql: string, parameters?: readonly unknown[]): Promise<R[]>;
  mails(): number;
  charges(): Promise<BookedCharge[]>;
  script(declines: readonly string[]): Promise<void>;
}

let stages = 0;

const failedBeforeMs = 4 * 86_400_000;

/** Sets the stage at nine on a weekday morning, UTC. */
export async function gateStage(
  outside: Outside,
  options: {
    readonly book?: CompiledBook;
    readonly declineCode?: string;
    readonly invoiceId?: string;
  } = {},
): Promise<GateStage> {
  stages += 1;
  const app = await testApplication({ store: outside.store, book: options.book ?? gateBook() });
  const morning = app.clock.now();
  // The failure that starts the treatment is old enough for the retry schedule to allow a charge this morning.
  app.clock.set(new Date(Date.parse(morning) - failedBeforeMs).toISOString());
  const invoiceId = options.invoiceId ?? `in_${process.pid}_${stages}`;
  const customer = `acme-${stages}`;
  const contacts = [{ id: 'c1', role: 'billing', name: 'Ann', email: `ann${stages}@example.org` }];
  const put = await putCustomer(app, { id: customer, attributes: { name: 'Acme' }, contacts }, testActor);
  if (!put.ok) throw new Error(put.message);
  const { customerKey } = put;
  const declineCode = options.declineCode ?? 'insufficient_funds';
  const data = { invoice: invoiceId, amountMinor: 1_000, currency: 'EUR', declineCode };
  const [result] = await send(app, failedInvoice(app, invoiceId, { customer, data }));
  const treatmentId = result?.treatments[0];
  if (!treatmentId) throw new Error(`no treatment started: ${JSON.stringify(result)}`);
  app.clock.set(morning);
  const deps: TreatmentActivityDeps = {
    app,
    email: outside.email,
    payments: outside.payments,
    render: renderTemplate,
    links: () => ({ updateCard: 'http://127.0.0.1/update-card', account: 'http://127.0.0.1/account' }),
    trustUnsigned: false,
  };
  const query: GateStage['query'] = (sql, parameters) =>
    app.store.transaction((tx) => tx.query(sql, parameters));
  const step = (name: string, path = ''): StepCommand => ({
    treatmentId,
    customerKey,
    step: name,
    path,
    progress: { step: name, done: 'asked', waitingFor: 'the gate', next: 'the end' },
  });
  const sentBefore = outside.catcher.messages().length;
  return {
    app,
    outside,
    customerKey,
    treatmentId,
    invoiceId,
    deps,
    activities: createTreatmentActivities(deps),
    worker: ({ parts, ...more }) =>
      createTreatmentActivities({ ...deps, ...more, gate: { ...gateParts, ...parts } }),
    step,
    command: (name, effect, more = {}) => ({ ...step(name), effect, ...more }),
    effects: async () =>
      query(
        `SELECT request_key AS "requestKey", business_key AS "businessKey", state, kind, attempt, receipt, verdict
         FROM effects WHERE customer_key = $1 ORDER BY updated_at, request_key`,
        [customerKey],
      ),
    ledger: async () => {
      const rows = await query<{ kind: string; position: number; text: string }>(
        'SELECT kind, position, text FROM ledger_entries WHERE customer_key = $1 ORDER BY position',
        [customerKey],
      );
      return rows.map(({ kind, position, text }) => ({
        kind,
        position,
        content: (JSON.parse(text) as { content: Record<string, unknown> }).content,
      }));
    },
    query,
    mails: () => outside.catcher.messages().length - sentBefore,
    charges: async () =>
      (await bookedCharges(outside.sandboxUrl)).filter((charge) => charge.customerRef === customerKey),
    script: async (declines) => {
      await control(outside.sandboxUrl, 'script', { customerRef: customerKey, declines });
    },
  };
}

/** So many stages, one after another. */
export async function stagesOf(outside: Outside, count: number): Promise<GateStage[]> {
  const stages: GateStage[] = [];
  while (stages.length < count) stages.push(await gateStage(outside));
  return stages;
}

/** Sets a stage for each test of a describe over an outside they share, and gives that outside. */
export function stageForEach(use: (stage: GateStage) => void): () => Outside {
  let outside: Outside;
  beforeAll(async () => {
    outside = await openOutside();
  });
  afterAll(() => outside.close());
  beforeEach(async () => {
    use(await gateStage(outside));
  });
  return () => outside;
}

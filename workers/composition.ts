import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import pino, { type Logger } from 'pino';
import type { Application } from '../application/application';
import { createBooks } from '../application/books';
import { paymentSecrets, required, type Settings } from '../config/settings';
import { readBook, readBookOfTexts } from '../ports/book-files/read-book';
import { renderTemplate } from '../ports/templates/render';
import type { EmailChannel } from '../ports/channels/email';
import { createSmtpEmail } from '../ports/channels/smtp-email';
import type { PaymentGateway } from '../ports/payments/payment-gateway';
import type { PaymentWebhookVerifier } from '../ports/payments/payment-events';
import { createStripeGateway } from '../ports/payments/stripe-gateway';
import { openPgliteStore } from '../ports/store/pglite-store';
import { openPostgresStore } from '../ports/store/postgres-store';
import type { Store } from '../ports/store/store';
import { createTemporalRuntime } from '../ports/temporal/temporal-runtime';
import type { TreatmentRuntime } from '../ports/temporal/treatment-runtime';
import { crashHookFrom } from './crash-hook';
import { databasePlace, isPostgresComingUp } from './postgres-coming-up';
import { systemClock } from './system-clock';
import { waitFor } from './wait-for';

/** What every process of a deployment is made of; closing gives everything back. */
export interface Composition {
  readonly settings: Settings;
  readonly log: Logger;
  readonly app: Application;
  readonly email: EmailChannel;
  readonly payments: PaymentGateway & PaymentWebhookVerifier;
  readonly readBook: typeof readBookOfTexts;
  readonly readBookFolder: typeof readBook;
  readonly render: typeof renderTemplate;
  close(): Promise<void>;
}

/** The part of it that decides and records, and neither charges nor sends. */
export type Foundation = Pick<Composition, 'settings' | 'log' | 'app' | 'close'>;

/** Wires the concrete parts that the settings name; logs go to the terminal unless a file is named. */
export async function compose(settings: Settings, logFile?: string): Promise<Composition> {
  // These open nothing, and settings that are wrong or missing are found before the store is opened.
  const payments = createStripeGateway(stripeAccount(settings));
  const email = createSmtpEmail(smtpAddress(settings.TIDELINE_SMTP_URL));
  const foundation = await composeFoundation(settings, logFile);
  return {
    ...foundation,
    email,
    payments,
    readBook: readBookOfTexts,
    readBookFolder: readBook,
    render: renderTemplate,
    close: async () => {
      await email.close();
      await foundation.close();
    },
  };
}

/** The application over its open store. */
export async function composeFoundation(settings: Settings, logFile?: string): Promise<Foundation> {
  const log = openLog(settings, logFile);
  const store = await openStore(settings, log);
  return { settings, log, app: applicationOn(settings, store, log), close: () => store.close() };
}

function openLog(settings: Settings, file: string | undefined): Logger {
  const options = { level: settings.TIDELINE_LOG_LEVEL, base: { workspace: settings.TIDELINE_WORKSPACE } };
  return file === undefined
    ? pino(options)
    : pino(options, pino.destination({ dest: file, mkdir: true, sync: false }));
}

/** The application over an open store, with the deployment's clock. */
export function applicationOn(settings: Settings, store: Store, log: Logger): Application {
  const clockSettings = { base: settings.TIDELINE_CLOCK_BASE, scale: settings.TIDELINE_CLOCK_SCALE };
  return {
    store,
    clock: systemClock(clockSettings),
    books: createBooks(),
    randomBytes: (length) => randomBytes(length),
    log,
    workspace: settings.TIDELINE_WORKSPACE,
    clockSettings,
    crash: crashHookFrom(settings),
  };
}

/** Treatments on Temporal; `eager` where this process also runs a worker on the same connection. */
export function runtimeOf(settings: Settings, client: Client, eager = false): TreatmentRuntime {
  return createTemporalRuntime(client, settings.TIDELINE_TASK_QUEUE, eager);
}

function openStore(settings: Settings, log: Logger): Promise<Store> {
  const { TIDELINE_DATABASE_URL: url, TIDELINE_DATA_DIR: folder } = settings;
  if (url === undefined) return openPgliteStore({ folder: `${folder}/store` });
  const part = {
    name: `PostgreSQL at ${databasePlace(url)}`,
    setting: 'TIDELINE_DATABASE_URL',
    patienceMs: settings.TIDELINE_START_PATIENCE * 1_000,
    log,
    mayComeUp: isPostgresComingUp,
  };
  return waitFor(part, () => openPostgresStore({ url }));
}

function stripeAccount(settings: Settings): Parameters<typeof createStripeGateway>[0] {
  const { TIDELINE_STRIPE_KEY, TIDELINE_STRIPE_WEBHOOK_SECRET } = required(settings, paymentSecrets);
  const { hostname, port, protocol } = new URL(settings.TIDELINE_STRIPE_URL);
  const plain = protocol === 'http:';
  return {
    secretKey: TIDELINE_STRIPE_KEY,
    webhookSecret: TIDELINE_STRIPE_WEBHOOK_SECRET,
    host: hostname,
    port: port === '' ? (plain ? 80 : 443) : Number(port),
    protocol: plain ? 'http' : 'https',
  };
}

function smtpAddress(url: string): Parameters<typeof createSmtpEmail>[0] {
  const { hostname, port, protocol, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  return {
    host: hostname,
    port: port === '' ? (secure ? 465 : 25) : Number(port),
    secure,
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
}

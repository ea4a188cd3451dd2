import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Application } from '../../application/application';
import { createBooks } from '../../application/books';
import { startMailCatcher } from '../../ports/channels/mail-catcher';
import { startPaymentSandbox, type PaymentSandbox } from '../../ports/payments/sandbox/start';
import { createStripeGateway } from '../../ports/payments/stripe-gateway';
import type { Store } from '../../ports/store/store';
import { searchAttributeNames } from '../../workflows/search-attributes';
import type { StartedThings } from './started-things';
import { openTestStore } from './stores';
import { timeSkippingEnvironment } from './temporal';
import { workflowBundle } from './workflow-bundle';

const secretKey = 'sk_test_world';

/** One PaymentIntent of the sandbox's own books. */
export interface SandboxCharge {
  readonly customerRef: string;
  readonly invoice: string;
  readonly attempt: string;
  readonly status: string;
  readonly amountMinor: number;
  readonly timesMoved: number;
}

/** Starts everything a world is made of but the worker. */
export async function startParts(folder: string, started: StartedThings) {
  const attributes = Object.fromEntries(searchAttributeNames.map((name) => [name, 'Keyword' as const]));
  const [env, store, mail, sandbox, workflows] = await Promise.all([
    started.add(timeSkippingEnvironment(attributes), (server) => server.teardown()),
    started.add(openTestStore('pglite'), (opened) => opened.close()),
    started.add(
      startMailCatcher({ smtpPort: 0, httpPort: 0, dataFile: path.join(folder, 'mail.jsonl') }),
      (catcher) => catcher.close(),
    ),
    started.add(
      startPaymentSandbox({
        dataFile: path.join(folder, 'sandbox.jsonl'),
        port: 0,
        secretKey,
        webhookSecret: 'whsec_world',
      }),
      (books) => books.close(),
    ),
    workflowBundle(),
  ]);
  return { env, store, mail, sandbox, workflows };
}

/** The gateway to a sandbox. */
export function gatewayTo({ port }: PaymentSandbox) {
  return createStripeGateway({
    secretKey,
    webhookSecret: 'whsec_world',
    host: '127.0.0.1',
    port,
    protocol: 'http',
  });
}

/** The application on a store and a clock; only errors are logged. */
export function applicationOf(store: Store, now: () => string): Application {
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

/** Talks to the sandbox's control routes. */
export async function control(
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

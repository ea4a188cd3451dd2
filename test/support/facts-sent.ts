import { acceptSignals, type ItemResult, type SignalInput } from '../../application/accept-signals';
import type { Row } from '../../ports/store/store';
import { testActor, type TestApplication } from './application';

let sent = 0;

/** A fact of now with an id of its own. */
export function signal(
  app: TestApplication,
  name: string,
  value: SignalInput['value'],
  fields: Partial<SignalInput> = {},
): SignalInput {
  sent += 1;
  const id = `signal-${sent}`;
  return { id, origin: 'test', customer: 'acme', name, value, occurredAt: app.clock.now(), ...fields };
}

/** A failed invoice of ten euros. */
export function failedInvoice(
  app: TestApplication,
  invoice: string,
  fields: Partial<SignalInput> = {},
): SignalInput {
  const data = { invoice, amountMinor: 1_000, currency: 'EUR', declineCode: 'insufficient_funds' };
  return signal(app, 'invoice_payment_failed', 1, { data, context: `invoice:${invoice}`, ...fields });
}

/** That invoice paid. */
export function paidInvoice(
  app: TestApplication,
  invoice: string,
  fields: Partial<SignalInput> = {},
): SignalInput {
  return signal(app, 'invoice_paid', 1, { data: { invoice }, context: `invoice:${invoice}`, ...fields });
}

/** Sends facts in one batch and gives the results. */
export async function send(app: TestApplication, ...signals: SignalInput[]): Promise<ItemResult[]> {
  return acceptSignals(app, signals, { actor: testActor });
}

/** Reads rows in a transaction of their own. */
export async function rows<R extends object = Row>(
  app: TestApplication,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<R[]> {
  return app.store.transaction((tx) => tx.query<R>(sql, parameters));
}

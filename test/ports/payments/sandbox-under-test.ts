import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChargeRequest } from '../../../ports/payments/payment-gateway';
import {
  startPaymentSandbox,
  type PaymentSandbox,
  type PaymentSandboxOptions,
} from '../../../ports/payments/sandbox/start';
import { createStripeGateway, type StripeGatewaySettings } from '../../../ports/payments/stripe-gateway';

export const SECRET_KEY = 'sk_test_sandbox';
export const WEBHOOK_SECRET = 'whsec_sandbox';

/** One line of the sandbox's books. */
export interface BookedCharge {
  readonly paymentId: string;
  readonly customerRef: string;
  readonly invoice: string;
  readonly attempt: string;
  readonly chargeKey: string;
  readonly amountMinor: number;
  readonly status: string;
  readonly timesMoved: number;
}

/** Starts a sandbox on a fresh folder; `dispose` ends it and removes the folder. */
export async function sandboxUnderTest(options: Partial<PaymentSandboxOptions> = {}): Promise<{
  sandbox: PaymentSandbox;
  dataFile: string;
  dispose(): Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-sandbox-'));
  const dataFile = join(folder, 'sandbox.jsonl');
  const sandbox = await startPaymentSandbox({
    dataFile,
    port: 0,
    secretKey: SECRET_KEY,
    webhookSecret: WEBHOOK_SECRET,
    ...options,
  });
  return {
    sandbox,
    dataFile,
    dispose: async () => {
      await sandbox.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function gatewayTo(
  port: number,
  settings: Partial<StripeGatewaySettings> = {},
): ReturnType<typeof createStripeGateway> {
  return createStripeGateway({
    secretKey: SECRET_KEY,
    webhookSecret: WEBHOOK_SECRET,
    host: '127.0.0.1',
    port,
    protocol: 'http',
    ...settings,
  });
}

export function chargeRequest(changes: Partial<ChargeRequest> = {}): ChargeRequest {
  const { invoiceId = 'in_1', attempt = 1 } = changes;
  return {
    idempotencyKey: `key:${invoiceId}:${attempt}`,
    invoiceId,
    attempt,
    amountMinor: 4900,
    currency: 'EUR',
    customerRef: 'customer-1',
    metadata: {},
    ...changes,
  };
}

export async function control(url: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}/sandbox/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${SECRET_KEY}`,
      // Of a sandbox killed and started again on its port, a kept connection is dead without fetch knowing yet.
      connection: 'close',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

export async function bookedCharges(url: string): Promise<BookedCharge[]> {
  const { charges } = (await control(url, 'charges')) as { charges: BookedCharge[] };
  return charges;
}

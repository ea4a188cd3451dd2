import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHmac } from 'node:crypto';
import { WebhookSignatureInvalid } from '../../../ports/payments/payment-events';
import { startPaymentSandbox } from '../../../ports/payments/sandbox/start';
import {
  chargeRequest,
  control,
  gatewayTo,
  sandboxUnderTest,
  SECRET_KEY,
  WEBHOOK_SECRET,
} from './sandbox-under-test';

interface Delivery {
  readonly body: string;
  readonly signature: string;
}

describe('the sandbox’s webhooks', () => {
  let receiver: Server;
  let url: string;
  let deliveries: Delivery[];
  let answer: (count: number) => number;
  let world: Awaited<ReturnType<typeof sandboxUnderTest>>;
  const verifier = gatewayTo(1);

  beforeEach(async () => {
    deliveries = [];
    answer = () => 200;
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        deliveries.push({
          body: Buffer.concat(chunks).toString('utf8'),
          signature: String(request.headers['stripe-signature']),
        });
        response.writeHead(answer(deliveries.length)).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/stripe`;
    world = await sandboxUnderTest({ webhookUrl: url, webhookFirstRetryMs: 20 });
  });
  afterEach(async () => {
    await world.dispose();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  async function delivered(count: number): Promise<Delivery[]> {
    for (let wait = 0; wait < 200 && deliveries.length < count; wait += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(deliveries).toHaveLength(count);
    return deliveries;
  }

  it('are signed so that Stripe’s own check passes, and say which charge they are about', async () => {
    await control(world.sandbox.url, 'script', {
      customerRef: 'customer-1',
      declines: ['insufficient_funds', 'requires_action'],
    });
    const gateway = gatewayTo(world.sandbox.port);
    await gateway.charge(chargeRequest());
    const open = await gateway.charge(chargeRequest({ attempt: 2 }));
    await gateway.cancel('paymentId' in open ? (open.paymentId ?? '') : '');
    await control(world.sandbox.url, 'customers/customer-1/card', { card: 'pm_card_visa' });
    await gateway.charge(chargeRequest({ attempt: 3 }));
    const events = (await delivered(5)).map(({ body, signature }) => verifier.verifyWebhook(body, signature));
    const bySubject = Object.fromEntries(events.map(({ subject }) => [subject.kind, subject]));
    expect(bySubject).toMatchObject({
      failed: { declineCode: 'insufficient_funds', invoiceId: 'in_1', attempt: 1, chargeKey: 'key:in_1:1' },
      requiresAction: { attempt: 2 },
      canceled: { attempt: 2 },
      cardUpdated: { customerRef: 'customer-1' },
      succeeded: { attempt: 3, amountMinor: 4900, currency: 'EUR', customerRef: 'customer-1' },
    });
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(5);
  });

  it('are refused when tampered with, signed by another secret, or older than the tolerance', async () => {
    await gatewayTo(world.sandbox.port).charge(chargeRequest());
    const [{ body, signature } = { body: '', signature: '' }] = await delivered(1);
    expect(() => verifier.verifyWebhook(body.replace('4900', '1'), signature)).toThrow(
      WebhookSignatureInvalid,
    );
    expect(() => gatewayTo(1, { webhookSecret: 'whsec_other' }).verifyWebhook(body, signature)).toThrow(
      WebhookSignatureInvalid,
    );
    expect(() => verifier.verifyWebhook(body, 'nonsense')).toThrow(WebhookSignatureInvalid);
    const old = Math.floor(Date.now() / 1000) - 301;
    const oldSignature = createHmac('sha256', WEBHOOK_SECRET).update(`${old}.${body}`).digest('hex');
    expect(() => verifier.verifyWebhook(body, `t=${old},v1=${oldSignature}`)).toThrow(
      WebhookSignatureInvalid,
    );
    expect(verifier.verifyWebhook(body, signature).subject.kind).toBe('succeeded');
  });

  it('are tried again until the receiver takes them', async () => {
    answer = (count) => (count < 3 ? 500 : 200);
    await gatewayTo(world.sandbox.port).charge(chargeRequest());
    const ids = (await delivered(3)).map(
      ({ body, signature }) => verifier.verifyWebhook(body, signature).eventId,
    );
    expect(new Set(ids).size).toBe(1);
  });

  it('come twice with one event id when so scripted', async () => {
    await control(world.sandbox.url, 'faults', { duplicateWebhooks: 1 });
    const gateway = gatewayTo(world.sandbox.port);
    await gateway.charge(chargeRequest());
    await gateway.charge(chargeRequest({ attempt: 2 }));
    const ids = (await delivered(3)).map(
      ({ body, signature }) => verifier.verifyWebhook(body, signature).eventId,
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('outlive the sandbox: one not yet taken is delivered by the next run, one taken is not repeated', async () => {
    answer = (count) => (count === 1 ? 200 : 500);
    const gateway = gatewayTo(world.sandbox.port);
    await gateway.charge(chargeRequest());
    await delivered(1);
    await gateway.charge(chargeRequest({ attempt: 2 }));
    for (let wait = 0; wait < 100 && deliveries.length < 2; wait += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await world.sandbox.close();
    deliveries = [];
    answer = () => 200;
    const next = await startPaymentSandbox({
      dataFile: world.dataFile,
      port: 0,
      secretKey: SECRET_KEY,
      webhookSecret: WEBHOOK_SECRET,
      webhookUrl: url,
    });
    const [{ body, signature } = { body: '', signature: '' }] = await delivered(1);
    expect(verifier.verifyWebhook(body, signature).subject).toMatchObject({ attempt: 2 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    await next.close();
    expect(deliveries).toHaveLength(1);
  });
});

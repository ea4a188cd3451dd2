import Stripe from 'stripe';
import { verifyStripeWebhook } from '../../ports/payments/stripe-webhook';
import { startApiWorld, type ApiWorld } from './api-world';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

const secret = 'whsec_test';
const stripe = new Stripe('sk_test_x');

function intent(type: string, more: { id?: string; customer?: string; metadata?: object } = {}): string {
  return JSON.stringify({
    id: more.id ?? 'evt_1',
    object: 'event',
    type,
    created: 1_772_438_400,
    data: {
      object: {
        id: 'pi_1',
        object: 'payment_intent',
        amount: 4_900,
        currency: 'eur',
        customer: more.customer ?? 'cus_1',
        metadata: { invoice: 'in_1', attempt: '1', ...more.metadata },
        last_payment_error: { decline_code: 'insufficient_funds' },
      },
    },
  });
}

describe('the payment provider’s webhook', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await startApiWorld({
      payments: { verifyWebhook: (body, header) => verifyStripeWebhook(stripe, secret, body, header) },
    });
    await world.call('PUT', '/v1/customers/payer', { identities: [{ kind: 'payments', value: 'cus_1' }] });
  });
  afterAll(() => world.close());

  const send = (body: string, signedWith = secret) =>
    world.http.caller()('POST', '/webhooks/payments', body, {
      'stripe-signature': stripe.webhooks.generateTestHeaderString({ payload: body, secret: signedWith }),
    });
  const invoices = async (): Promise<unknown> =>
    (await world.call('GET', '/v1/customers/payer')).body['invoices'];

  it('turns a failed payment of the provider’s own into an open invoice, and a success into a paid one, each once', async () => {
    const failed = intent('payment_intent.payment_failed');
    expect((await send(failed)).body).toEqual({ taken: 'accepted' });
    expect(await invoices()).toMatchObject([
      { id: 'in_1', amountMinor: 4_900, currency: 'eur', state: 'open' },
    ]);
    expect((await send(failed)).body).toEqual({ taken: 'duplicate' });
    expect((await send(intent('payment_intent.succeeded', { id: 'evt_2' }))).body).toEqual({
      taken: 'accepted',
    });
    expect(await invoices()).toMatchObject([{ id: 'in_1', state: 'paid' }]);
  });

  it('leaves the failure of our own charge to its receipt', async () => {
    const own = intent('payment_intent.payment_failed', {
      id: 'evt_3',
      metadata: { tideline_charge_key: 'charge_1' },
    });
    expect((await send(own)).body).toEqual({ taken: 'ignored' });
  });

  it('keeps what is about a customer nobody knows until somebody has that identity', async () => {
    const unknown = intent('payment_intent.payment_failed', { id: 'evt_4', customer: 'cus_unknown' });
    expect((await send(unknown)).body).toEqual({ taken: 'accepted' });
    expect((await send(unknown)).body).toEqual({ taken: 'duplicate' });
    const identities = [{ kind: 'payments', value: 'cus_unknown' }];
    await world.call('PUT', '/v1/customers/late', { identities });
    const { body } = await world.call('GET', '/v1/customers/late');
    expect(body['invoices']).toMatchObject([{ id: 'in_1', state: 'open' }]);
  });

  it('ignores what says nothing the book would want to know, so that the provider does not send it for days', async () => {
    expect((await send(intent('charge.refunded', { id: 'evt_5' }))).body).toEqual({ taken: 'ignored' });
  });

  it('believes nothing that is not signed', async () => {
    const body = intent('payment_intent.succeeded', { id: 'evt_6' });
    const wrong = await send(body, 'whsec_other');
    expect([wrong.status, wrong.body['type']]).toEqual([400, 'urn:tideline:problem:invalidSignature']);
    expect((await world.http.caller()('POST', '/webhooks/payments', body)).status).toBe(400);
    const changed = await world.http.caller()('POST', '/webhooks/payments', body.replace('4900', '4901'), {
      'stripe-signature': stripe.webhooks.generateTestHeaderString({ payload: body, secret }),
    });
    expect(changed.status).toBe(400);
  });
});

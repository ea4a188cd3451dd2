import Stripe from 'stripe';
import {
  IdempotencyConflict,
  PaymentGatewayUnavailable,
  PaymentRequestRefused,
} from '../../../ports/payments/payment-gateway';
import {
  bookedCharges,
  chargeRequest,
  control,
  gatewayTo,
  sandboxUnderTest,
  SECRET_KEY,
} from './sandbox-under-test';

describe('charging through the stripe client', () => {
  let world: Awaited<ReturnType<typeof sandboxUnderTest>>;
  beforeEach(async () => {
    world = await sandboxUnderTest();
  });
  afterEach(() => world.dispose());

  const gateway = () => gatewayTo(world.sandbox.port);
  const script = (declines: unknown[]) =>
    control(world.sandbox.url, 'script', { customerRef: 'customer-1', declines });
  const faults = (settings: object) => control(world.sandbox.url, 'faults', settings);

  it('takes the money of a customer nobody has set up', async () => {
    const result = await gateway().charge(chargeRequest());
    expect(result).toMatchObject({ outcome: 'succeeded', receivedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(await bookedCharges(world.sandbox.url)).toMatchObject([
      {
        invoice: 'in_1',
        attempt: '1',
        chargeKey: 'key:in_1:1',
        amountMinor: 4900,
        status: 'succeeded',
        timesMoved: 1,
      },
    ]);
  });

  it('moves money once however often one attempt is repeated', async () => {
    const results = [];
    for (let repeat = 0; repeat < 3; repeat += 1) results.push(await gateway().charge(chargeRequest()));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(await bookedCharges(world.sandbox.url)).toHaveLength(1);
  });

  it('refuses another amount under a used key', async () => {
    await gateway().charge(chargeRequest());
    await expect(gateway().charge(chargeRequest({ amountMinor: 5000 }))).rejects.toBeInstanceOf(
      IdempotencyConflict,
    );
    expect(await bookedCharges(world.sandbox.url)).toHaveLength(1);
  });

  it('answers with the first try when the card changed between two tries of one attempt', async () => {
    await script(['insufficient_funds']);
    const first = await gateway().charge(chargeRequest());
    await control(world.sandbox.url, 'customers/customer-1/card', { card: 'pm_card_mastercard' });
    expect(await gateway().charge(chargeRequest())).toEqual(first);
    expect(await bookedCharges(world.sandbox.url)).toHaveLength(1);
  });

  it('says a key is still under way instead of charging beside it', async () => {
    await faults({ delayBeforeMs: 300 });
    const first = gateway().charge(chargeRequest({ paymentMethodRef: 'pm_card_visa' }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(
      gateway().charge(chargeRequest({ paymentMethodRef: 'pm_card_visa' })),
    ).rejects.toBeInstanceOf(PaymentGatewayUnavailable);
    await expect(first).resolves.toMatchObject({ outcome: 'succeeded' });
    expect(await bookedCharges(world.sandbox.url)).toHaveLength(1);
  });

  it.each([
    ['pm_card_visa_chargeDeclined', { declineCode: 'generic_decline' }],
    [
      'pm_card_visa_chargeDeclinedInsufficientFunds',
      { declineCode: 'insufficient_funds', adviceCode: 'try_again_later', networkDeclineCode: '51' },
    ],
    [
      'pm_card_chargeDeclinedLostCard',
      { declineCode: 'lost_card', adviceCode: 'do_not_try_again', networkAdviceCode: '03' },
    ],
    ['pm_card_chargeDeclinedStolenCard', { declineCode: 'stolen_card', networkDeclineCode: '43' }],
    ['pm_card_chargeDeclinedExpiredCard', { declineCode: 'expired_card', adviceCode: 'confirm_card_data' }],
    ['pm_card_chargeDeclinedProcessingError', { declineCode: 'processing_error' }],
    ['pm_card_authenticationRequired', { declineCode: 'authentication_required' }],
  ])('reports the decline of %s', async (paymentMethodRef, codes) => {
    const result = await gateway().charge(chargeRequest({ paymentMethodRef }));
    expect(result).toMatchObject({ outcome: 'declined', paymentId: expect.stringMatching(/^pi_/), ...codes });
    expect(await bookedCharges(world.sandbox.url)).toMatchObject([
      { status: 'requires_payment_method', timesMoved: 0 },
    ]);
  });

  it('follows a script of declines, one an attempt, until the card is changed', async () => {
    await script([
      'do_not_honor',
      { decline: 'insufficient_funds', networkAdviceCode: '25' },
      'requires_action',
      'lost_card',
    ]);
    const attempts = [];
    for (const attempt of [1, 2, 3]) attempts.push(await gateway().charge(chargeRequest({ attempt })));
    expect(attempts).toMatchObject([
      { outcome: 'declined', declineCode: 'do_not_honor' },
      { outcome: 'declined', declineCode: 'insufficient_funds', networkAdviceCode: '25' },
      { outcome: 'requiresAction' },
    ]);
    await control(world.sandbox.url, 'customers/customer-1/card', { card: 'pm_card_visa' });
    await expect(gateway().charge(chargeRequest({ attempt: 4 }))).resolves.toMatchObject({
      outcome: 'succeeded',
    });
  });

  it('uses a card attached and made the default through Stripe’s own calls', async () => {
    const stripe = new Stripe(SECRET_KEY, { host: '127.0.0.1', port: world.sandbox.port, protocol: 'http' });
    const customer = await stripe.customers.create({ metadata: { plan: 'team' } });
    const card = await stripe.paymentMethods.create({
      type: 'card',
      card: { token: 'tok_chargeDeclinedInsufficientFunds' },
    });
    await stripe.paymentMethods.attach(card.id, { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card.id } });
    const result = await gateway().charge(chargeRequest({ customerRef: customer.id }));
    expect(result).toMatchObject({ outcome: 'declined', declineCode: 'insufficient_funds' });
  });

  it('finds the one charge whose answer was lost', async () => {
    // The client itself repeats a closed connection once, so two answers are lost.
    await faults({ loseAnswers: 2 });
    await expect(gateway().charge(chargeRequest())).rejects.toBeInstanceOf(PaymentGatewayUnavailable);
    const found = await gateway().find({
      customerRef: 'customer-1',
      invoiceId: 'in_1',
      attempt: 1,
      idempotencyKey: 'key:in_1:1',
    });
    const [booked, ...others] = await bookedCharges(world.sandbox.url);
    expect(others).toEqual([]);
    expect(booked).toMatchObject({ timesMoved: 1 });
    expect(found).toMatchObject({ outcome: 'succeeded', paymentId: booked?.paymentId });
    await expect(gateway().charge(chargeRequest())).resolves.toEqual(found);
  });

  it('loses answers at random from a seed without losing or doubling a charge', async () => {
    await faults({ loseProbability: 0.5, seed: 7 });
    let lost = 0;
    for (let number = 0; number < 12; number += 1) {
      await gateway()
        .charge(chargeRequest({ invoiceId: `in_${number}`, paymentMethodRef: 'pm_card_visa' }))
        .catch((error: unknown) => {
          expect(error).toBeInstanceOf(PaymentGatewayUnavailable);
          lost += 1;
        });
    }
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(12);
    const charges = await bookedCharges(world.sandbox.url);
    expect(new Set(charges.map(({ invoice }) => invoice)).size).toBe(12);
    expect(charges).toHaveLength(12);
  });

  it('finds a charge booked after its client gave up, though not before', async () => {
    await faults({ delayBeforeMs: 400 });
    const impatient = gatewayTo(world.sandbox.port, { timeoutMs: 100 });
    await expect(
      impatient.charge(chargeRequest({ paymentMethodRef: 'pm_card_visa' })),
    ).rejects.toBeInstanceOf(PaymentGatewayUnavailable);
    const wanted = { customerRef: 'customer-1', invoiceId: 'in_1', attempt: 1 };
    expect(await gateway().find(wanted)).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect(await gateway().find(wanted)).toMatchObject({ outcome: 'succeeded' });
  });

  it('finds a charge behind more than a page of others', async () => {
    const stripe = new Stripe(SECRET_KEY, { host: '127.0.0.1', port: world.sandbox.port, protocol: 'http' });
    const wanted = await gateway().charge(chargeRequest());
    for (let number = 0; number < 105; number += 1) {
      await stripe.paymentIntents.create({
        amount: 1,
        currency: 'eur',
        customer: 'customer-1',
        payment_method: 'pm_card_visa',
        confirm: true,
      });
    }
    expect(await gateway().find({ customerRef: 'customer-1', invoiceId: 'in_1', attempt: 1 })).toEqual(
      wanted,
    );
    expect(
      await gateway().find({ customerRef: 'customer-1', invoiceId: 'in_1', attempt: 2 }),
    ).toBeUndefined();
  });

  it('cancels what has not ended and says too late to what has', async () => {
    await script(['requires_action']);
    const open = await gateway().charge(chargeRequest());
    if (open.outcome !== 'requiresAction') throw new Error('the script was not followed');
    expect(await gateway().cancel(open.paymentId)).toEqual({
      outcome: 'canceled',
      paymentId: open.paymentId,
    });
    const paid = await gateway().charge(chargeRequest({ attempt: 2 }));
    if (paid.outcome !== 'succeeded') throw new Error('the card was declined');
    expect(await gateway().cancel(paid.paymentId)).toEqual({ outcome: 'tooLate', paymentId: paid.paymentId });
  });

  it('refuses a wrong secret key and an unknown card for good', async () => {
    const stranger = gatewayTo(world.sandbox.port, { secretKey: 'sk_test_other' });
    await expect(stranger.charge(chargeRequest())).rejects.toBeInstanceOf(PaymentRequestRefused);
    await expect(gateway().charge(chargeRequest({ paymentMethodRef: 'pm_unknown' }))).rejects.toBeInstanceOf(
      PaymentRequestRefused,
    );
    expect(await bookedCharges(world.sandbox.url)).toEqual([]);
  });

  it('is unavailable, not broken, while the provider is down', async () => {
    const { port } = world.sandbox;
    await world.sandbox.close();
    await expect(gatewayTo(port).charge(chargeRequest())).rejects.toMatchObject({
      name: 'PaymentGatewayUnavailable',
      retryable: true,
    });
  });
});

import { putCustomer } from '../../application/customers';
import { sweepDue } from '../../application/sweep';
import { takeAddressedCrossings, takeAddressedSignals } from '../../application/take-addressed';
import { listTreatments } from '../../application/treatments';
import { assignIdentity } from '../../application/unresolved';
import { listUnresolved } from '../../ports/store/tables/unresolved';
import { testActor, testApplication, type TestApplication } from '../support/application';
import { failedInvoice, rows, signal } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { describeStores } from '../support/stores';

const day = 86_400_000;

describeStores('a fact addressed by an identity', (kind) => {
  let app: TestApplication;
  let next = 0;
  beforeAll(async () => {
    app = await testApplication({ kind, book: intakeBook() });
  }, 240_000);
  afterAll(() => app.close());

  const device = () => ({ kind: 'device', value: `d-${(next += 1)}` });
  type Identity = ReturnType<typeof device>;
  const sendTo = async (identity: Identity, ...facts: ReturnType<typeof signal>[]) =>
    takeAddressedSignals(
      app,
      facts.map((fact) => ({ identity, of: (customer: string) => ({ ...fact, customer }) })),
      { actor: testActor },
    );
  const put = (id: string, identities: readonly Identity[]) =>
    putCustomer(app, { id, identities }, testActor);
  const kept = async (identity: Identity) =>
    (await app.store.transaction((tx) => listUnresolved(tx, { limit: 1_000 }))).filter(
      (row) => row.identity.value === identity.value,
    );

  it('is its customer’s at once when somebody has the identity', async () => {
    const identity = device();
    await put('known', [identity]);
    const [result] = await sendTo(identity, signal(app, 'usage_change_30d', -0.9));
    expect(result).toMatchObject({ status: 'accepted', treatments: [expect.stringContaining('save-play')] });
    expect(result?.code).toBeUndefined();
    expect(await kept(identity)).toEqual([]);
  });

  it('waits when nobody has it, and is taken in the order it happened once somebody does', async () => {
    const identity = device();
    const at = (days: number) => new Date(Date.parse(app.clock.now()) - days * day).toISOString();
    const later = signal(app, 'usage_change_30d', -0.9, { occurredAt: at(1) });
    const earlier = signal(app, 'usage_change_30d', 0.5, { occurredAt: at(3) });
    for (const fact of [later, earlier]) {
      expect(await sendTo(identity, fact)).toMatchObject([
        { status: 'accepted', code: 'unresolved', crossings: [] },
      ]);
    }
    expect(await sendTo(identity, later)).toMatchObject([{ status: 'duplicate' }]);
    expect(await sendTo(identity, { ...later, value: -0.8 })).toMatchObject([
      { status: 'rejected', code: 'conflict' },
    ]);
    expect(await kept(identity)).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
    const customer = `late-${next}`;
    const done = await put(customer, [identity]);
    const key = done.ok ? done.customerKey : '';
    expect(
      await rows(app, 'SELECT name, value FROM signals WHERE customer_key = $1 ORDER BY occurred_at', [key]),
    ).toEqual([
      { name: 'usage_change_30d', value: 0.5 },
      { name: 'usage_change_30d', value: -0.9 },
    ]);
    expect((await listTreatments(app, { customer })).treatments).toMatchObject([{ playbook: 'save-play' }]);
    expect(await kept(identity)).toMatchObject([
      { state: 'taken', customerKey: key },
      { state: 'taken', customerKey: key },
    ]);
    expect(await sendTo(identity, later)).toMatchObject([{ status: 'duplicate' }]);
    expect((await listTreatments(app, { customer })).treatments).toHaveLength(1);
  });

  it('is refused at once when the book would not take it, whoever has the identity', async () => {
    const identity = device();
    const [result] = await sendTo(identity, signal(app, 'usage_chnage_30d', -0.9));
    expect(result).toMatchObject({ status: 'rejected', code: 'unknownSignal' });
    expect(await kept(identity)).toEqual([]);
  });

  it('can be a ready-made crossing, and one the book takes no more is listed with the reason', async () => {
    const identity = device();
    const crossing = { id: `c-${next}`, origin: 'cdp', segment: 'reported', direction: 'entered' as const };
    const occurredAt = app.clock.now();
    const [waits] = await takeAddressedCrossings(
      app,
      [{ identity, of: (customer) => ({ ...crossing, customer, occurredAt }) }],
      { actor: testActor },
    );
    expect(waits).toMatchObject({ code: 'unresolved' });
    await sendTo(identity, signal(app, 'seats', 3));
    const { seats: _gone, ...signals } = intakeBook().signals;
    await app.activate(
      intakeBook({
        hash: 'without-seats',
        signals,
        segments: intakeBook().segments.filter(({ id }) => id !== 'many-seats'),
      }),
    );
    const customer = `crossed-${next}`;
    await put(customer, []);
    expect(await assignIdentity(app, { identity, customer })).toMatchObject({
      ok: true,
      taken: 1,
      refused: 1,
    });
    await app.activate(intakeBook());
    expect((await listTreatments(app, { customer })).treatments).toMatchObject([{ segment: 'reported' }]);
    expect(await kept(identity)).toMatchObject([
      { what: 'crossing', state: 'taken' },
      { what: 'signal', state: 'refused', why: expect.stringContaining('the book has no signal "seats"') },
    ]);
  });

  it('is assigned by hand to a customer that exists, unless another has the identity', async () => {
    const identity = device();
    await sendTo(identity, failedInvoice(app, `in-${next}`));
    expect(await assignIdentity(app, { identity, customer: 'nobody' })).toMatchObject({
      ok: false,
      field: 'customer',
    });
    const customer = `hand-${next}`;
    await put(customer, []);
    expect(await assignIdentity(app, { identity, customer })).toMatchObject({
      ok: true,
      taken: 1,
      refused: 0,
    });
    expect((await listTreatments(app, { customer })).treatments).toMatchObject([
      { playbook: 'payment-cure' },
    ]);
    await put('other', []);
    expect(await assignIdentity(app, { identity, customer: 'other' })).toMatchObject({
      ok: false,
      code: 'conflict',
      field: 'identity',
    });
  });

  it('expires aloud, is kept, and can still be assigned', async () => {
    const identity = device();
    await sendTo(identity, signal(app, 'seats', 3));
    app.clock.advance(91 * day);
    const before = app.logged.length;
    await sweepDue(app, { limit: 100 });
    expect(app.logged.slice(before)).toContain(
      'facts have waited too long for a customer with their identity',
    );
    expect(await kept(identity)).toMatchObject([{ state: 'expired' }]);
    const customer = `old-${next}`;
    await put(customer, []);
    expect(await assignIdentity(app, { identity, customer })).toMatchObject({ ok: true, taken: 1 });
  });

  it('is never lost between two that send it and give its identity at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const identity = device();
      const customer = `race-${next}`;
      await Promise.all([
        sendTo(identity, signal(app, 'seats', 3)),
        put(customer, [identity]),
        sendTo(identity, signal(app, 'seats', 4)),
      ]);
      expect((await kept(identity)).filter(({ state }) => state === 'waiting')).toEqual([]);
      const found = await rows(
        app,
        'SELECT 1 FROM signals JOIN identities USING (customer_key) WHERE identities.value = $1',
        [identity.value],
      );
      expect(found).toHaveLength(2);
    }
  });
});

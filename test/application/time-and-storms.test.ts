import { acceptCrossings } from '../../application/accept-crossings';
import { closeTreatment } from '../../application/close-treatment';
import { putCustomer } from '../../application/customers';
import { rescoreBatch } from '../../application/rescore-base';
import { clearStormBreaker, readStormBreaker } from '../../application/storm-breaker';
import { sweepDue } from '../../application/sweep';
import { testActor, testApplication, type TestApplication } from '../support/application';
import { rows, send, signal } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { describeStores, sharedStore } from '../support/stores';

const day = 86_400_000;

describeStores('time and storms', (kind) => {
  let app: TestApplication;
  const store = sharedStore(kind);
  beforeEach(async () => {
    const book = intakeBook();
    const stormBreaker = { factor: 3, floor: 5, windowMs: day };
    app = await testApplication({
      store: store(),
      book: { ...book, policies: { ...book.policies, stormBreaker } },
    });
  });
  const drop = (customer: string) => signal(app, 'usage_change_30d', -0.9, { customer });
  const treatments = () => rows(app, 'SELECT id FROM treatments');

  it('leaves a segment when the fact behind it ages out, without a new fact', async () => {
    await send(app, drop('a'));
    expect(await sweepDue(app, { limit: 10 })).toEqual({
      evaluated: 0,
      crossings: 0,
      measured: 0,
      released: 0,
      answered: 0,
      failed: 0,
      more: false,
    });
    app.clock.advance(31 * day);
    expect(await sweepDue(app, { limit: 10 })).toEqual({
      evaluated: 1,
      crossings: 1,
      measured: 0,
      released: 0,
      answered: 0,
      failed: 0,
      more: false,
    });
    expect(await sweepDue(app, { limit: 10 })).toMatchObject({ evaluated: 0 });
  });

  it('says that more are due than it may serve', async () => {
    await send(app, drop('a'), drop('b'), drop('c'));
    app.clock.advance(31 * day);
    expect(await sweepDue(app, { limit: 2 })).toMatchObject({ evaluated: 2, more: true });
    expect(await sweepDue(app, { limit: 2 })).toMatchObject({ evaluated: 1, more: false });
  });

  it('walks the whole base in bounded batches that can be resumed', async () => {
    await send(app, drop('a'), drop('b'), drop('c'));
    const first = await rescoreBatch(app, { cursor: '', limit: 2 });
    const second = await rescoreBatch(app, { cursor: first.cursor ?? '', limit: 2 });
    expect([first.evaluated, second.evaluated, second.cursor]).toEqual([2, 1, undefined]);
  });

  it('goes on past a customer whose evaluation fails, logs it and counts it', async () => {
    await send(app, drop('a'), drop('b'), drop('c'));
    const [broken] = await rows<{ key: string }>(app, 'SELECT key FROM customers ORDER BY key');
    // What is stored of one customer cannot be read any more.
    await rows(app, "UPDATE memberships SET membership = '7' WHERE customer_key = $1", [broken?.key]);
    const first = await rescoreBatch(app, { cursor: '', limit: 2 });
    const second = await rescoreBatch(app, { cursor: first.cursor ?? '', limit: 2 });
    expect(first).toMatchObject({ evaluated: 1, failed: 1 });
    expect(second).toMatchObject({ evaluated: 1, failed: 0 });
    expect(app.logged).toContain('evaluation failed in the sweep');
  });

  it('crosses the base when a new book draws the boundary elsewhere', async () => {
    await send(app, signal(app, 'seats', 9, { customer: 'a' }));
    const book = intakeBook();
    const segments = book.segments.map((segment) =>
      segment.id === 'many-seats' ? { ...segment, entry: 'signals.seats > 8.0' } : segment,
    );
    await app.activate({ ...book, hash: 'lower', segments });
    expect(await rescoreBatch(app, { cursor: '', limit: 10 })).toMatchObject({
      crossings: 1,
      tripped: false,
    });
    expect(await treatments()).toHaveLength(1);
  });

  it('holds starts back once crossings exceed the floor, says so, and releases them on a word', async () => {
    const customers = Array.from({ length: 8 }, (_, n) => `storm-${n}`);
    for (const customer of customers) await send(app, drop(customer));
    expect(await treatments()).toHaveLength(5);
    expect(await readStormBreaker(app)).toMatchObject({
      tripped: true,
      held: 3,
      reason: expect.stringContaining('more than 5'),
    });
    expect(app.logged).toContainEqual(expect.stringContaining('storm breaker tripped'));
    const cleared = await clearStormBreaker(app, { held: 'release', actor: testActor });
    expect(cleared).toMatchObject({ released: 3, started: 3, dropped: 0 });
    expect(await treatments()).toHaveLength(8);
    expect(await readStormBreaker(app)).toMatchObject({ tripped: false, held: 0 });
  });

  it('warns the terminal once, when it trips', async () => {
    const lines: string[] = [];
    const watched = { ...app, alert: (line: string) => lines.push(line) };
    for (let n = 0; n < 8; n += 1) await send(watched, drop(`storm-${n}`));
    expect(lines).toEqual([
      expect.stringMatching(/^WARNING: the storm breaker has tripped: more than 5 .*storm status$/),
    ]);
  });

  it('says in the answer which plays are held, why and what to do', async () => {
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(...(await send(app, drop(`storm-${n}`))));
    expect(answers.filter(({ held }) => held !== undefined)).toEqual([
      expect.objectContaining({
        status: 'accepted',
        treatments: [],
        held: ['save-play'],
        code: 'held',
        message: expect.stringMatching(/more than 5 crossings.*tideline storm status/),
      }),
    ]);
    const sent = { origin: 'test', customer: 'told', segment: 'reported', direction: 'entered' as const };
    const [crossing] = await acceptCrossings(app, [{ ...sent, id: 'h1', occurredAt: app.clock.now() }], {
      actor: testActor,
    });
    expect(crossing).toMatchObject({ status: 'accepted', treatments: [], held: ['save-play'] });
  });

  it('starts nothing of what is dropped', async () => {
    for (let n = 0; n < 8; n += 1) await send(app, drop(`storm-${n}`));
    expect(await clearStormBreaker(app, { held: 'drop', actor: testActor })).toMatchObject({ dropped: 3 });
    expect(await treatments()).toHaveLength(5);
  });

  it('stops rescoring the base when the breaker trips', async () => {
    const customers = Array.from({ length: 12 }, (_, n) => `seats-${n}`);
    await send(app, ...customers.map((customer) => signal(app, 'seats', 9, { customer })));
    const book = intakeBook();
    const segments = book.segments.map((segment) =>
      segment.id === 'many-seats' ? { ...segment, entry: 'signals.seats > 8.0' } : segment,
    );
    const policies = { ...book.policies, stormBreaker: { factor: 3, floor: 5, windowMs: day } };
    await app.activate({ ...book, hash: 'lower', segments, policies });
    expect(await rescoreBatch(app, { cursor: '', limit: 12 })).toMatchObject({ evaluated: 6, tripped: true });
  });

  it('starts nothing for whoever stays in a segment past the cool-down: staying is no entry', async () => {
    const crossing = {
      id: 'x1',
      origin: 'test',
      customer: 'stays',
      segment: 'reported',
      direction: 'entered' as const,
    };
    await acceptCrossings(app, [{ ...crossing, occurredAt: app.clock.now() }], { actor: testActor });
    const [{ id } = { id: '' }] = await rows<{ id: string }>(app, 'SELECT id FROM treatments');
    await app.store.transaction((tx) =>
      closeTreatment(tx, app, { treatmentId: id, outcome: 'lost', reason: '', mark: 0, details: '' }),
    );
    app.clock.advance(31 * day);
    await sweepDue(app, { limit: 10 });
    await rescoreBatch(app, { cursor: '', limit: 10 });
    expect(await rows(app, "SELECT 1 FROM memberships WHERE segment = 'reported'")).toHaveLength(1);
    expect(await treatments()).toHaveLength(1);
  });

  it('evaluates a customer anew when its attributes change, and keeps what was not sent', async () => {
    const book = intakeBook();
    const segments = book.segments.map((segment) =>
      segment.id === 'many-seats' ? { ...segment, entry: "customer.plan == 'enterprise'" } : segment,
    );
    await app.activate({ ...book, hash: 'plan', segments });
    const contacts = [{ id: 'c', role: 'billing', email: 'c@example.com' }];
    const consents = [{ channel: 'email', class: 'marketing', granted: true }];
    const first = await putCustomer(
      app,
      { id: 'p', attributes: { name: 'P' }, contacts, consents },
      testActor,
    );
    expect(first).toMatchObject({ ok: true, created: true });
    const second = await putCustomer(
      app,
      { id: 'p', attributes: { plan: 'enterprise' }, zone: 'Europe/Berlin' },
      testActor,
    );
    expect(second).toMatchObject({ ok: true, created: false });
    expect(await rows(app, 'SELECT attributes, zone FROM customers')).toEqual([
      { attributes: { name: 'P', plan: 'enterprise' }, zone: 'Europe/Berlin' },
    ]);
    expect(await rows(app, 'SELECT id FROM contacts')).toEqual([{ id: 'c' }]);
    expect(await rows(app, 'SELECT granted, source FROM consents')).toEqual([
      { granted: true, source: 'tester' },
    ]);
    expect(await treatments()).toHaveLength(1);
  });

  it('refuses an identity of someone else and keeps nothing of that request', async () => {
    const crm = [{ kind: 'crm', value: '7' }];
    await putCustomer(app, { id: 'a', identities: crm }, testActor);
    const refused = await putCustomer(
      app,
      { id: 'b', identities: crm, attributes: { name: 'B' } },
      testActor,
    );
    expect(refused).toMatchObject({ ok: false, code: 'conflict', field: 'identities' });
    expect(await rows(app, 'SELECT value FROM identities ORDER BY value')).toEqual([
      { value: '7' },
      { value: 'a' },
    ]);
  });
});

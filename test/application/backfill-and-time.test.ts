import { acceptSignals } from '../../application/accept-signals';
import { putCustomer } from '../../application/customers';
import { rescoreBatch } from '../../application/rescore-base';
import { readStormBreaker } from '../../application/storm-breaker';
import { sweepDue } from '../../application/sweep';
import { testActor, testApplication, type TestApplication } from '../support/application';
import { rows, send, signal } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { describeStores, sharedStore } from '../support/stores';

const day = 86_400_000;

describeStores('what time makes of backfilled facts', (kind) => {
  let app: TestApplication;
  const store = sharedStore(kind);
  beforeEach(async () => {
    const book = intakeBook();
    const segments = book.segments.map((segment) =>
      segment.id === 'usage-down' ? { ...segment, confirmation: { days: 2, of: 3 } } : segment,
    );
    const stormBreaker = { factor: 3, floor: 5, windowMs: 28 * day };
    const policies = { ...book.policies, stormBreaker };
    app = await testApplication({ store: store(), book: { ...book, segments, policies } });
  });
  const now = (ms = 0): string => new Date(Date.parse(app.clock.now()) + ms).toISOString();
  const backfill = (customer: string, fields: { name?: string; value?: number; at?: string } = {}) =>
    acceptSignals(
      app,
      [
        signal(app, fields.name ?? 'usage_change_30d', fields.value ?? -0.9, {
          customer,
          occurredAt: fields.at ?? now(-day),
        }),
      ],
      { actor: testActor, backfill: true },
    );
  const crossings = () =>
    rows<{ segment: string; direction: string; disposition: string }>(
      app,
      'SELECT segment, direction, disposition FROM crossings ORDER BY customer_key, sequence, id',
    );
  const treatments = () =>
    rows<{ playbook: string }>(app, 'SELECT playbook FROM treatments ORDER BY started_at');
  const sweep = () => sweepDue(app, { limit: 100 });

  it('treats nobody and trips nothing when confirmation days end after a backfill', async () => {
    for (let n = 0; n < 8; n += 1) await backfill(`c${n}`);
    expect(await sweep()).toMatchObject({ evaluated: 8, crossings: 8 });
    expect(new Set((await crossings()).map(({ disposition }) => disposition))).toEqual(new Set(['backfill']));
    expect(await treatments()).toEqual([]);
    expect(await rows(app, 'SELECT 1 FROM decisions')).toEqual([]);
    expect(await readStormBreaker(app)).toMatchObject({ tripped: false, held: 0 });
  });

  it('records it in the ledger as what it is', async () => {
    await backfill('a');
    await sweep();
    const entries = await rows<{ disposition: string }>(
      app,
      'SELECT substring(text from \'"disposition":"([a-z]+)"\') AS disposition FROM ledger_entries WHERE kind = \'crossing\'',
    );
    expect(entries).toEqual([{ disposition: 'backfill' }]);
  });

  it('takes as backfill who leaves because backfilled facts age out, also when the whole base is rescored', async () => {
    await backfill('a', { name: 'seats', value: 20 });
    await backfill('b', { name: 'seats', value: 20 });
    app.clock.advance(366 * day);
    await rescoreBatch(app, { cursor: '', limit: 10 });
    expect(await crossings()).toEqual(
      ['a', 'b'].flatMap(() => [
        { segment: 'many-seats', direction: 'entered', disposition: 'backfill' },
        { segment: 'many-seats', direction: 'exited', disposition: 'backfill' },
      ]),
    );
  });

  it('is live from the first live fact on, and what was entered before starts nothing by itself', async () => {
    await backfill('a', { name: 'seats', value: 20 });
    await send(app, signal(app, 'cancelled', false, { customer: 'a' }));
    expect(await treatments()).toEqual([]);
    await send(app, signal(app, 'usage_change_30d', -0.9, { customer: 'a' }));
    app.clock.advance(day);
    await sweep();
    expect(await treatments()).toEqual([{ playbook: 'save-play' }]);
    expect((await crossings()).map(({ disposition }) => disposition)).toEqual(['backfill', 'live']);
  });

  it('loses nothing of what live facts began before a backfill', async () => {
    await send(app, signal(app, 'usage_change_30d', -0.9, { customer: 'a' }));
    await backfill('a', { name: 'seats', value: 20, at: now(-40 * day) });
    app.clock.advance(day);
    await sweep();
    expect(await treatments()).toEqual([{ playbook: 'save-play' }]);
  });

  it('tells a running treatment that its customer has left, whatever was backfilled meanwhile', async () => {
    await send(app, signal(app, 'seats', 20, { customer: 'a' }));
    expect(await treatments()).toEqual([{ playbook: 'campaign' }]);
    await backfill('a', { at: now(-40 * day) });
    app.clock.advance(366 * day);
    await sweep();
    expect((await crossings()).at(-1)).toEqual({
      segment: 'many-seats',
      direction: 'exited',
      disposition: 'live',
    });
  });

  it('takes what is said of a customer in a backfill without treating', async () => {
    const book = intakeBook();
    const segments = book.segments.map((segment) =>
      segment.id === 'many-seats' ? { ...segment, entry: "customer.plan == 'enterprise'" } : segment,
    );
    await app.activate({ ...book, hash: 'plan', segments });
    await putCustomer(app, { id: 'a', attributes: { plan: 'enterprise' } }, testActor, { backfill: true });
    await backfill('a', { name: 'usage_change_30d', value: 0, at: now(-9 * day) });
    await putCustomer(app, { id: 'b', attributes: { plan: 'enterprise' } }, testActor, { backfill: true });
    await sweep();
    expect(await crossings()).toEqual(
      ['a', 'b'].map(() => ({ segment: 'many-seats', direction: 'entered', disposition: 'backfill' })),
    );
    const [early] = await rows<{ at: string }>(app, 'SELECT min(occurred_at) AS at FROM crossings');
    expect(early?.at).toBe(now(-9 * day));
    expect(await treatments()).toEqual([]);
  });

  it('is live again when something is said of a customer that changes it', async () => {
    await backfill('a');
    await putCustomer(app, { id: 'a', attributes: {} }, testActor);
    expect((await crossings()).map(({ disposition }) => disposition)).toEqual(['backfill']);
    await backfill('b');
    await putCustomer(app, { id: 'b', attributes: { plan: 'basic' } }, testActor);
    expect(await treatments()).toEqual([{ playbook: 'save-play' }]);
  });
});

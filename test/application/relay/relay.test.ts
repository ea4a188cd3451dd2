import { pauseTreatment, resumeTreatment, stopTreatment } from '../../../application/controls';
import { noCrash } from '../../../application/crash-points';
import { addInboxItem } from '../../../application/inbox';
import { lockCustomer } from '../../../application/lock-customer';
import { relayPass, startRelay, type RelayOptions } from '../../../application/relay/relay';
import { listTreatments, readTreatment } from '../../../application/treatments';
import { testActor, testApplication, type TestApplication } from '../../support/application';
import { rows, send, signal } from '../../support/facts-sent';
import { type FakeRuntime, fakeRuntime } from '../../support/fake-runtime';
import { intakeBook } from '../../support/intake-book';
import { describeStores, sharedStore } from '../../support/stores';

const by = { actor: testActor, reason: 'because' };

describeStores('the relay', (kind) => {
  let app: TestApplication;
  let runtime: FakeRuntime;
  let wall = 0;
  const store = sharedStore(kind);
  beforeEach(async () => {
    app = await testApplication({ store: store(), book: intakeBook() });
    runtime = fakeRuntime();
    wall = Date.parse('2026-03-02T09:00:00.000Z');
  });

  const relay = (owner = 'one', more: Partial<RelayOptions> = {}): RelayOptions => {
    return { app, runtime, owner, wallNow: () => wall, crash: noCrash, ...more };
  };
  const pass = (owner?: string): Promise<number> => relayPass(relay(owner));
  const begin = async (customer: string, name = 'usage_change_30d', value: number | boolean = -0.9) => {
    const [first] = await send(app, signal(app, name, value, { customer }));
    const id = first?.treatments.at(-1);
    if (id === undefined) throw new Error(`${name} started nothing`);
    return id;
  };
  const fill = async (id: string, count: number): Promise<void> => {
    await app.store.transaction(async (tx) => {
      await lockCustomer(tx, id.split(':')[2] ?? '');
      for (let n = 0; n < count; n += 1) await addInboxItem(tx, app, id, { kind: 'skip' });
    });
  };
  const seqs = (id: string) => (runtime.inboxes.get(id) ?? []).map(({ seq }) => seq);
  const backlog = () =>
    rows(
      app,
      'SELECT kind, attempts, last_error AS error FROM outbox WHERE delivered_at IS NULL AND dead_at IS NULL',
    );

  it('starts a treatment before it tells it anything, and tells what was accepted in order', async () => {
    const id = await begin('a');
    await pauseTreatment(app, id, by);
    await resumeTreatment(app, id, by);
    expect(await pass()).toBe(1);
    expect(runtime.log).toEqual([`start ${id}`, `deliver ${id} 1,2`]);
    expect(runtime.inboxes.get(id)?.map(({ kind: what }) => what)).toEqual(['pause', 'resume']);
    expect([await pass(), await backlog()]).toEqual([0, []]);
  });

  it('carries many items in one signal, and never more than a hundred', async () => {
    const id = await begin('a');
    await fill(id, 250);
    await pass();
    const signals = runtime.log.filter((line) => line.startsWith('deliver'));
    expect(signals).toHaveLength(3);
    expect(seqs(id)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
    expect(await backlog()).toEqual([]);
  });

  it('keeps a row open for what is written while it delivers', async () => {
    const id = await begin('a');
    await pass();
    await fill(id, 1);
    const release = runtime.hold();
    const passing = pass();
    await until(async () => (await rows(app, 'SELECT 1 FROM relay_leases')).length > 0);
    await fill(id, 1);
    release();
    await passing;
    await pass();
    expect(seqs(id)).toEqual([1, 2]);
    expect(await backlog()).toEqual([]);
  });

  it('leaves a customer to the relay that holds it, and takes over when the lease is over', async () => {
    const id = await begin('a');
    const release = runtime.hold();
    const dying = pass('dying');
    await until(async () => (await rows(app, 'SELECT 1 FROM relay_leases')).length > 0);
    wall += 9_000;
    expect(await pass('other')).toBe(0);
    wall += 2_000;
    const taking = pass('other');
    await until(async () => (await rows(app, "SELECT 1 FROM relay_leases WHERE owner = 'other'")).length > 0);
    release();
    expect([await dying, await taking]).toEqual([1, 1]);
    // The same start twice is one workflow.
    expect(runtime.starts(id)).toBe(1);
    expect(await rows(app, 'SELECT 1 FROM relay_leases')).toEqual([]);
    expect(await backlog()).toEqual([]);
  });

  it('shares customers among relays and delivers each once', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) ids.push(await begin(`shared-${n}`));
    const few = { customersPerPass: 2 };
    let delivered = 0;
    while ((await backlog()).length > 0) {
      const passes = ['one', 'two', 'three'].map((owner) => relayPass(relay(owner, few)));
      delivered += (await Promise.all(passes)).reduce((sum, count) => sum + count, 0);
    }
    expect(delivered).toBe(6);
    expect(runtime.log.map((line) => line.split(' ')[1]).sort()).toEqual([...ids].sort());
  });

  it('puts a start aside that is refused for good, closes the treatment and goes on with the rest', async () => {
    const refused = await begin('a');
    const fine = await begin('b');
    runtime.refuse(({ treatmentId }) => treatmentId === refused);
    expect(await pass()).toBe(1);
    expect(runtime.log).toEqual([`start ${fine}`]);
    expect(await readTreatment(app, refused)).toMatchObject({
      state: 'closed',
      outcome: 'failed',
      outcomeReason: 'startRefused',
    });
    const dead = await rows(
      app,
      'SELECT treatment_id AS id, last_error AS error FROM outbox WHERE dead_at IS NOT NULL',
    );
    expect(dead).toEqual([{ id: refused, error: expect.stringContaining('not acceptable') as string }]);
    expect(app.logged).toContain('delivery refused for good; put aside');
    expect(await backlog()).toEqual([]);
  });

  it('sends an item that is refused for good as a skip, so that what follows it is not held for ever', async () => {
    const id = await begin('a');
    await fill(id, 2);
    await pauseTreatment(app, id, by);
    await fill(id, 2);
    runtime.refuse(({ items }) => items.some((item) => item.kind === 'pause'));
    await pass();
    expect(runtime.inboxes.get(id)).toEqual([1, 2, 3, 4, 5].map((seq) => ({ seq, kind: 'skip' })));
    expect(app.logged).toContain('item refused for good; sent as skip');
    expect(await backlog()).toEqual([]);
  });

  it('asks again later when a workflow that runs was not found', async () => {
    const id = await begin('a');
    await pass();
    await pauseTreatment(app, id, by);
    runtime.lose(id);
    expect(await pass()).toBe(0);
    expect(await readTreatment(app, id)).toMatchObject({ state: 'paused' });
    runtime.find(id);
    // Not before its pause is over.
    expect([await pass(), seqs(id)]).toEqual([0, []]);
    wall += 1_000;
    expect([await pass(), seqs(id)]).toEqual([1, [1]]);
  });

  it.each([
    ['closed', 'workflowClosed'],
    ['absent', 'workflowAbsent'],
  ] as const)('arbitrates again what was addressed to a workflow that is %s', async (how, reason) => {
    const review = await begin('a', 'vpn_used', true);
    await pass();
    runtime.end(review, how);
    app.clock.advance(1_000);
    await send(app, signal(app, 'vpn_used', false, { customer: 'a' }));
    app.clock.advance(1_000);
    await send(app, signal(app, 'vpn_used', true, { customer: 'a' }));
    await pass();
    expect(await readTreatment(app, review)).toMatchObject({ state: 'closed', outcomeReason: reason });
    const { treatments } = await listTreatments(app, { customer: 'a', state: 'running' });
    expect(treatments.map(({ playbook }) => playbook)).toEqual(['fraud-review']);
    await pass();
    expect(runtime.starts(treatments[0]?.id ?? '')).toBe(1);
    expect(await backlog()).toEqual([]);
  });

  it('starts nothing that was closed before its start was delivered', async () => {
    const id = await begin('a');
    await stopTreatment(app, id, by);
    runtime.away(1);
    await pass();
    await rows(app, "UPDATE treatments SET state = 'closed' WHERE id = $1", [id]);
    wall += 60_000;
    await pass();
    expect(runtime.log).toEqual([]);
    expect(await backlog()).toEqual([]);
  });

  it('waits longer after each failure, and nothing of the treatment overtakes what waits', async () => {
    const id = await begin('a');
    const other = await begin('b');
    const away = {
      ...runtime,
      start: async (input: { treatmentId: string }) => {
        if (input.treatmentId === id) throw new Error('away');
        await runtime.start(input as never);
      },
    };
    const pauses: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      const before = wall;
      while (
        (await rows(app, 'SELECT 1 FROM outbox WHERE attempts = $1 AND treatment_id = $2', [n + 1, id]))
          .length === 0
      ) {
        await relayPass(relay('one', { runtime: away }));
        wall += 50;
      }
      pauses.push(wall - before);
      await fill(id, 1);
    }
    expect(runtime.log).toEqual([`start ${other}`]);
    expect([...pauses].sort((one, two) => one - two)).toEqual(pauses);
    expect(pauses.at(-1)).toBeGreaterThan(pauses[1]! * 2);
    wall += 60_000;
    await pass();
    expect(runtime.log.slice(1)).toEqual([`start ${id}`, `deliver ${id} 1,2,3,4`]);
  });

  it('is woken by the store long before it would look by itself, and stops when told', async () => {
    const running = await startRelay(relay('woken', { wallNow: () => Date.now(), pollMs: 600_000 }));
    try {
      const id = await begin('a');
      await until(() => Promise.resolve(runtime.starts(id) === 1));
      await pauseTreatment(app, id, by);
      await until(() => Promise.resolve(seqs(id).length === 1));
    } finally {
      await running.stop();
    }
    const late = await begin('late');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(runtime.starts(late)).toBe(0);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 500; look += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('what is waited for does not come');
}

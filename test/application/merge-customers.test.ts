import { putCustomer } from '../../application/customers';
import { stopTreatment } from '../../application/controls';
import { mergeCustomers } from '../../application/merge-customers';
import { verifyLedger } from '../../application/ledger/verify';
import { customerTimeline } from '../../application/timeline';
import { listTreatments, readTreatment } from '../../application/treatments';
import { testActor, testApplication, type TestApplication } from '../support/application';
import { failedInvoice, paidInvoice, rows, send, signal } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { describeStores } from '../support/stores';

describeStores('two customers that are found to be one', (kind) => {
  let app: TestApplication;
  let next = 0;
  beforeAll(async () => {
    app = await testApplication({ kind, book: intakeBook() });
  }, 240_000);
  afterAll(() => app.close());

  /** Two ids nobody has seen. */
  const two = (): [string, string] => {
    next += 1;
    return [`from-${next}`, `into-${next}`];
  };
  const put = async (id: string, more: Partial<Parameters<typeof putCustomer>[1]> = {}): Promise<string> => {
    const put = await putCustomer(app, { id, ...more }, testActor);
    if (!put.ok) throw new Error(put.message);
    return put.customerKey;
  };
  const start = async (customer: string, name: string, value: number | boolean): Promise<string> => {
    const [result] = await send(app, signal(app, name, value, { customer }));
    const id = result?.treatments.at(-1);
    if (id === undefined) throw new Error(`${name} started nothing`);
    return id;
  };
  const merge = (from: string, into: string) => mergeCustomers(app, { from, into }, testActor);
  const state = async (id: string) => {
    const found = await readTreatment(app, id);
    return [found?.state, found?.pausedBy, found?.terminal?.['reason']];
  };
  const of = (key: string, what: string, table: string) =>
    rows(app, `SELECT ${what} FROM ${table} WHERE customer_key = $1 ORDER BY 1, 2`, [key]);

  it('have one history, in which everything of both is found under either id and the old key', async () => {
    const [from, into] = two();
    const oldKey = await put(from, {
      identities: [{ kind: 'crm', value: from }],
      attributes: { plan: 'a', seat: 'x' },
    });
    const key = await put(into, { attributes: { plan: 'b' } });
    await send(
      app,
      signal(app, 'seats', 3, { customer: from }),
      failedInvoice(app, `in-${from}`, { customer: from }),
    );
    await send(app, signal(app, 'seats', 4, { customer: into }));
    expect(await merge(from, into)).toMatchObject({ ok: true, customerKey: key, merged: true });
    expect(await of(key, 'name, value', 'signals')).toHaveLength(3);
    expect(await of(key, 'kind, value', 'identities')).toEqual([
      { kind: 'crm', value: from },
      { kind: 'id', value: from },
      { kind: 'id', value: into },
    ]);
    expect(await rows(app, 'SELECT attributes FROM customers WHERE key = $1', [key])).toEqual([
      { attributes: { plan: 'b', seat: 'x' } },
    ]);
    for (const customer of [from, into, oldKey, key]) {
      const { treatments } = await listTreatments(app, { customer });
      expect(treatments).toMatchObject([{ customerKey: key, playbook: 'payment-cure', state: 'running' }]);
      const [again] = await send(app, signal(app, 'seats', 5, { customer }));
      expect(again?.status).toBe('accepted');
    }
    expect(await of(key, 'name, value', 'signals')).toHaveLength(7);
    expect((await customerTimeline(app, key)).map(({ kind: what }) => what)).toContain('merge');
  });

  it('keep the stricter consent, every suppression, the newer contact and what was settled', async () => {
    const [from, into] = two();
    const consent = (granted: boolean, messageClass: 'marketing' | 'transactional') =>
      ({ channel: 'email', class: messageClass, granted }) as const;
    const contact = (id: string, name: string) => ({ id, role: 'billing', name });
    const oldKey = await put(from, {
      consents: [consent(false, 'marketing'), consent(true, 'transactional')],
      contacts: [contact('c1', 'Old'), contact('c2', 'Two')],
    });
    await rows(app, "INSERT INTO suppressions VALUES ($1, 'email', 'all', 'hardBounce', $2)", [
      oldKey,
      app.clock.now(),
    ]);
    app.clock.advance(1_000);
    const key = await put(into, {
      consents: [consent(true, 'marketing'), consent(true, 'transactional')],
      contacts: [contact('c1', 'New')],
    });
    const invoice = `in-${next}`;
    await send(
      app,
      failedInvoice(app, invoice, { customer: from }),
      paidInvoice(app, invoice, { customer: from }),
    );
    await send(app, failedInvoice(app, invoice, { customer: into }));
    await merge(from, into);
    expect(await of(key, 'class, granted', 'consents')).toEqual([
      { class: 'marketing', granted: false },
      { class: 'transactional', granted: true },
    ]);
    expect(await of(key, 'id, name', 'contacts')).toEqual([
      { id: 'c1', name: 'New' },
      { id: 'c2', name: 'Two' },
    ]);
    expect(await of(key, 'channel, reason', 'suppressions')).toEqual([
      { channel: 'email', reason: 'hardBounce' },
    ]);
    expect(await of(key, 'id, state', 'invoices')).toEqual([{ id: invoice, state: 'paid' }]);
    expect((await listTreatments(app, { customer: into })).treatments).toMatchObject([
      { playbook: 'payment-cure', state: 'ending' },
    ]);
  });

  it('go on with the treatment that started first, and stop the other of the same matter with the reason', async () => {
    const [from, into] = two();
    const first = await start(from, 'usage_change_30d', -0.9);
    app.clock.advance(60_000);
    const second = await start(into, 'usage_change_30d', -0.8);
    expect(await merge(from, into)).toMatchObject({ ok: true, gaveWay: [second] });
    expect(await state(first)).toEqual(['running', [], undefined]);
    expect(await state(second)).toEqual(['ending', [], expect.stringContaining('treats the same matter')]);
    expect(await stopTreatment(app, first, { actor: testActor, reason: 'enough' })).toMatchObject({
      ok: true,
    });
  });

  it('pause for a fraud review what the other half runs', async () => {
    const [from, into] = two();
    const cure =
      (await send(app, failedInvoice(app, `in-${from}`, { customer: into })))[0]?.treatments[0] ?? '';
    const review = await start(from, 'vpn_used', true);
    await merge(from, into);
    expect(await state(cure)).toEqual(['paused', [`preempted:${review}`], undefined]);
    expect(await state(review)).toEqual(['running', [], undefined]);
  });

  it('leave a segment that the facts of both speak against, and what was deferred is decided anew', async () => {
    const [from, into] = two();
    const save = await start(from, 'usage_change_30d', -0.9);
    const [wanted] = await send(app, signal(app, 'seats', 12, { customer: from }));
    expect(wanted?.treatments).toEqual([]);
    app.clock.advance(60_000);
    await send(app, signal(app, 'usage_change_30d', 0.2, { customer: into }));
    const key = await put(into);
    const campaign = `treatment:campaign:${key}:2`;
    expect(await merge(from, into)).toMatchObject({ ok: true, treatments: [save, campaign] });
    expect(await state(save)).toEqual(['ending', [], 'left usage-down']);
    const decisions = await rows(
      app,
      `SELECT action, settled_at IS NULL AS open, treatment_id AS id FROM decisions
       WHERE customer_key = $1 AND playbook = 'campaign' ORDER BY decisions.id`,
      [key],
    );
    expect(decisions).toEqual([
      { action: 'defer', open: false, id: null },
      { action: 'start', open: true, id: campaign },
    ]);
  });

  it('are merged once: sent again nothing changes; turned round, in a circle and into nobody it is refused', async () => {
    const [from, into] = two();
    const [third] = two();
    const oldKey = await put(from);
    const key = await put(into);
    await put(third);
    expect(await merge(from, from)).toMatchObject({ ok: false, code: 'sameCustomer' });
    expect(await merge(from, 'nobody')).toMatchObject({ ok: false, code: 'unknownCustomer', field: 'into' });
    expect(await merge('nobody', into)).toMatchObject({ ok: false, code: 'unknownCustomer', field: 'id' });
    await merge(from, into);
    const entries = () => rows(app, 'SELECT count(*) AS n FROM ledger_entries');
    const before = await entries();
    for (const [a, b] of [
      [from, into],
      [oldKey, key],
    ] as const)
      expect(await merge(a, b)).toMatchObject({ ok: true, customerKey: key, merged: false });
    expect(await entries()).toEqual(before);
    for (const back of [from, oldKey])
      expect(await merge(into, back)).toMatchObject({ ok: false, code: 'alreadyMerged', field: 'into' });
    expect(await merge(from, third)).toMatchObject({ ok: false, code: 'alreadyMerged', field: 'id' });
    expect(await merge(into, third)).toMatchObject({ ok: true, merged: true });
    expect(await merge(third, from)).toMatchObject({ ok: false, code: 'alreadyMerged', field: 'into' });
    expect(await merge(from, third)).toMatchObject({ ok: true, merged: false });
  });

  it('have an entry in either chain, and all chains hold', async () => {
    const [from, into] = two();
    const oldKey = await put(from);
    const key = await put(into);
    await mergeCustomers(app, { from, into, reason: 'Ann said so' }, testActor);
    const last = async (chain: string) =>
      (
        await rows<{ text: string }>(
          app,
          'SELECT text FROM ledger_entries WHERE customer_key = $1 ORDER BY position',
          [chain],
        )
      )
        .map(({ text }) => text)
        .filter((text) => text.includes('merged'));
    expect(await last(oldKey)).toEqual([expect.stringContaining(`"into":"${key}"`)]);
    expect(await last(key)).toEqual([expect.stringContaining(`"from":"${oldKey}"`)]);
    expect((await last(key)).join()).not.toContain('Ann');
    expect(await verifyLedger(app)).toMatchObject({ ok: true });
  });
});

import { acceptTerminal } from '../../application/terminal';
import { closeTreatment } from '../../application/close-treatment';
import { pauseTreatment, resumeTreatment, stopTreatment } from '../../application/controls';
import { addInboxItem } from '../../application/inbox';
import { lockCustomer } from '../../application/lock-customer';
import { startPayload } from '../../application/start-payload';
import { customerTimeline } from '../../application/timeline';
import { listTreatments, readTreatment } from '../../application/treatments';
import { verifyLedger } from '../../application/ledger/verify';
import { testActor, testApplication, type TestApplication } from '../support/application';
import { failedInvoice, paidInvoice, rows, send, signal } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { describeStores } from '../support/stores';

const by = { actor: testActor, reason: 'because' };

describeStores('treatments of a customer', (kind) => {
  let app: TestApplication;
  let next = 0;
  beforeAll(async () => {
    app = await testApplication({ kind, book: intakeBook() });
  });
  afterAll(async () => {
    await app.close();
  });
  const newCustomer = (): string => `customer-${(next += 1)}`;
  const start = async (customer: string, name: string, value: number | boolean): Promise<string> => {
    const [result] = await send(app, signal(app, name, value, { customer }));
    const id = result?.treatments.at(-1);
    if (id === undefined) throw new Error(`${name} started nothing`);
    return id;
  };
  const state = async (id: string) => {
    const found = await readTreatment(app, id);
    return { state: found?.state, pausedBy: found?.pausedBy, outcome: found?.outcome };
  };
  const close = (treatmentId: string, mark = 0, outcome: 'saved' | 'cleared' = 'saved') =>
    app.store.transaction((tx) =>
      closeTreatment(tx, app, { treatmentId, outcome, reason: 'end', mark, details: '' }),
    );
  const inbox = async (id: string) =>
    ((await readTreatment(app, id))?.inbox ?? []).map((item) => item['kind']);

  it('gives the workflow its pinned program with the parameters of the segment', async () => {
    const id = await start(newCustomer(), 'usage_change_30d', -0.9);
    const input = await app.store.transaction((tx) => startPayload(tx, app, id));
    expect(input).toMatchObject({
      treatmentId: id,
      arm: 'treatment',
      program: { playbook: 'save-play', parameters: { owner: 'executive' } },
      start: { facts: { segments: ['usage-down'] } },
    });
  });

  it('keeps the program it was started on when another book becomes active', async () => {
    const id = await start(newCustomer(), 'usage_change_30d', -0.9);
    await app.activate(intakeBook({ hash: 'other', playbooks: {} }));
    const input = await app.store.transaction((tx) => startPayload(tx, app, id));
    await app.activate(intakeBook());
    expect(input.program.playbook).toBe('save-play');
  });

  it('pauses what a fraud review pre-empts and resumes it when the review closes', async () => {
    const customer = newCustomer();
    const save = await start(customer, 'usage_change_30d', -0.9);
    const fraud = await start(customer, 'vpn_used', true);
    expect(await state(save)).toMatchObject({ state: 'paused', pausedBy: [`preempted:${fraud}`] });
    await close(fraud, 0, 'cleared');
    expect(await state(save)).toMatchObject({ state: 'running', pausedBy: [] });
    expect(await inbox(save)).toEqual(['pause', 'resume']);
  });

  it('leaves a manual pause when a pre-emption is lifted', async () => {
    const customer = newCustomer();
    const save = await start(customer, 'usage_change_30d', -0.9);
    await pauseTreatment(app, save, by);
    const fraud = await start(customer, 'vpn_used', true);
    await close(fraud, 0, 'cleared');
    expect(await state(save)).toMatchObject({ state: 'paused', pausedBy: ['manual'] });
    expect(await resumeTreatment(app, save, by)).toMatchObject({ ok: true, state: 'running' });
  });

  it('cancels what a review pre-empts for good', async () => {
    const customer = newCustomer();
    const campaign = await start(customer, 'seats', 20);
    await start(customer, 'vpn_used', true);
    expect(await readTreatment(app, campaign)).toMatchObject({
      state: 'ending',
      terminal: { kind: 'stop', outcome: 'stopped', reason: 'pre-empted by fraud-review' },
    });
  });

  it('starts what was deferred when the treatment in its way closes', async () => {
    const customer = newCustomer();
    const save = await start(customer, 'usage_change_30d', -0.9);
    const [deferred] = await send(app, signal(app, 'seats', 20, { customer }));
    expect(deferred?.treatments).toEqual([]);
    await close(save);
    const { treatments } = await listTreatments(app, { customer, state: 'running' });
    expect(treatments.map(({ playbook }) => playbook)).toEqual(['campaign']);
    const open = await rows(
      app,
      "SELECT 1 FROM decisions d JOIN identities i USING (customer_key) WHERE value = $1 AND action = 'defer' AND settled_at IS NULL",
      [customer],
    );
    expect(open).toEqual([]);
  });

  it('does not start what was deferred for a segment the customer has left', async () => {
    const customer = newCustomer();
    const save = await start(customer, 'usage_change_30d', -0.9);
    await send(app, signal(app, 'seats', 20, { customer }));
    app.clock.advance(1_000);
    await send(app, signal(app, 'seats', 2, { customer }));
    await close(save);
    expect((await listTreatments(app, { customer, state: 'open' })).treatments).toEqual([]);
  });

  it('updates a running treatment on a second crossing of the same matter', async () => {
    const customer = newCustomer();
    const cure = await start(customer, 'vpn_used', true);
    app.clock.advance(1_000);
    await send(app, signal(app, 'vpn_used', false, { customer }));
    app.clock.advance(1_000);
    await send(app, signal(app, 'vpn_used', true, { customer }));
    expect(await inbox(cure)).toEqual(['crossing']);
  });

  it('does not start a play again within its cool-down', async () => {
    const customer = newCustomer();
    const save = await start(customer, 'usage_change_30d', -0.9);
    await close(save);
    app.clock.advance(1_000);
    await send(app, signal(app, 'usage_change_30d', 0, { customer }));
    app.clock.advance(1_000);
    const [again] = await send(app, signal(app, 'usage_change_30d', -0.9, { customer }));
    expect(again).toMatchObject({ crossings: [expect.any(String)], treatments: [] });
    const [decision] = await rows(
      app,
      "SELECT action, decision->>'reason' AS reason FROM decisions d JOIN identities i USING (customer_key) WHERE value = $1 ORDER BY id DESC LIMIT 1",
      [customer],
    );
    expect(decision).toMatchObject({ action: 'ignore', reason: expect.stringMatching(/^cool-down/) });
  });

  it('lets the first accepted end win and records the later one as too late', async () => {
    const customer = newCustomer();
    const [failed] = await send(app, failedInvoice(app, `in-${customer}`, { customer }));
    const cure = failed?.treatments[0] ?? '';
    expect(await stopTreatment(app, cure, by)).toMatchObject({ ok: true, state: 'ending', inFlight: [] });
    await send(app, paidInvoice(app, `in-${customer}`, { customer }));
    const late = await app.store.transaction(async (tx) => {
      await lockCustomer(tx, cure.split(':')[2] ?? '');
      return acceptTerminal(tx, app, cure, { kind: 'goal', reason: 'paid', outcome: 'cured' });
    });
    expect(late).toMatchObject({ accepted: false, first: { kind: 'stop', reason: 'because' } });
    expect(await inbox(cure)).toEqual(['stop']);
    const closed = await close(cure, 1);
    expect(closed).toEqual({ late: 0, outcome: 'stopped', reason: 'because' });
  });

  it('takes back open approvals, tasks and reserved effects, and names what is in flight', async () => {
    const cure = await start(newCustomer(), 'usage_change_30d', -0.9);
    const key = cure.split(':')[2];
    await app.store.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO approvals (id, customer_key, treatment_id, step, path, policy, title, state, requested_at, due_at,
           expires_at, facts_sequence, facts_tier) VALUES ('approval:' || $1, $2, $1, 's', '', 'p', 't', 'open', $3, $3, $3, 1, 'low')`,
        [cure, key, app.clock.now()],
      );
      await tx.query(
        `INSERT INTO tasks (id, customer_key, treatment_id, step, path, queue, title, state, opened_at, due_at)
         VALUES ('task:' || $1, $2, $1, 's', '', 'q', 't', 'open', $3, $3)`,
        [cure, key, app.clock.now()],
      );
      for (const effectState of ['reserved', 'attempting']) {
        await tx.query(
          `INSERT INTO effects (request_key, business_key, customer_key, treatment_id, step, path, target, kind, state,
             verdict, spec, updated_at) VALUES ($1, $1, $2, $3, 's', '', 't', 'message', $4, '{}', '{}', $5)`,
          [`${cure}|${effectState}`, key, cure, effectState, app.clock.now()],
        );
      }
    });
    const answer = await stopTreatment(app, cure, by);
    expect(answer).toMatchObject({
      inFlight: [{ requestKey: `${cure}|attempting`, kind: 'message', state: 'attempting' }],
    });
    const view = await readTreatment(app, cure);
    expect(view?.approvals[0]).toMatchObject({ state: 'withdrawn' });
    expect(view?.tasks[0]).toMatchObject({ state: 'cancelled' });
    expect(view?.effects.map((effect) => effect['state']).sort()).toEqual(['attempting', 'released']);
  });

  it('arbitrates again the crossing that came too late for a closing workflow', async () => {
    const customer = newCustomer();
    const fraud = await start(customer, 'vpn_used', true);
    app.clock.advance(1_000);
    await send(app, signal(app, 'vpn_used', false, { customer }));
    app.clock.advance(1_000);
    await send(app, signal(app, 'vpn_used', true, { customer }));
    expect(await close(fraud, 0, 'cleared')).toMatchObject({ late: 1 });
    const { treatments } = await listTreatments(app, { customer, state: 'running' });
    expect(treatments.map(({ playbook }) => playbook)).toEqual(['fraud-review']);
    expect(treatments[0]?.id).not.toBe(fraud);
  });

  it('closes once: doing it again changes nothing', async () => {
    const id = await start(newCustomer(), 'usage_change_30d', -0.9);
    await close(id);
    expect(await close(id, 0, 'cleared')).toEqual({ late: 0, outcome: 'saved', reason: 'end' });
    const item = { kind: 'pause', reason: 'manual' } as const;
    expect(await app.store.transaction((tx) => addInboxItem(tx, app, id, item))).toBeUndefined();
    expect(await stopTreatment(app, id, by)).toMatchObject({ ok: false, code: 'closed' });
    expect(await stopTreatment(app, 'treatment:x:000000000000:1', by)).toMatchObject({
      code: 'unknownTreatment',
    });
  });

  it('lists treatments page by page and tells the story of a customer in order', async () => {
    const { treatments, next: cursor } = await listTreatments(app, { limit: 2 });
    const second = await listTreatments(app, { limit: 2, cursor });
    const ids = [...treatments, ...second.treatments].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    const key = (
      await rows<{ customer_key: string }>(
        app,
        "SELECT customer_key FROM identities WHERE value = 'customer-3'",
      )
    )[0];
    const story = await customerTimeline(app, key?.customer_key ?? '');
    expect(story.map(({ kind: what }) => what)).toEqual(
      expect.arrayContaining(['signal', 'crossing', 'decision', 'start', 'outcome']),
    );
    expect([...story].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))).toEqual(story);
  });

  it('leaves a ledger that verifies', async () => {
    expect(await verifyLedger(app)).toMatchObject({ ok: true, problems: [] });
  });
});

import { closeTreatment } from '../../application/close-treatment';
import { stopTreatment } from '../../application/controls';
import { decideApproval } from '../../application/people/decide-approval';
import { releaseByPerson } from '../../application/release-holds';
import { sweepDue } from '../../application/sweep';
import { customerTimeline } from '../../application/timeline';
import type { EffectSpec } from '../../domain/program';
import { viewCustomer } from '../../ports/store/tables/customer-view';
import { testActor } from '../support/application';
import { paidInvoice, send } from '../support/facts-sent';
import { gateStage, openOutside, type GateStage, type Outside } from '../support/gate-stage';
import { describeStores } from '../support/stores';

const dayMs = 86_400_000;

describeStores('a hold', (kind) => {
  let outside: Outside;
  let stage: GateStage;
  beforeAll(async () => {
    outside = await openOutside(kind);
  });
  afterAll(() => outside.close());
  beforeEach(async () => {
    stage = await gateStage(outside);
  });

  const hold = (what: string, more: Partial<Extract<EffectSpec, { kind: 'hold' }>> = {}) =>
    stage.activities.placeHold(
      stage.command(`hold-${what}`, { kind: 'hold', what, action: 'place', ...more }),
    );
  const held = async (): Promise<unknown[]> => {
    const now = stage.app.clock.now();
    const view = await stage.app.store.transaction((tx) => viewCustomer(tx, stage.customerKey, now));
    return view?.holds.map(({ what }) => what) ?? [];
  };
  const story = async () =>
    (await customerTimeline(stage.app, stage.customerKey, { limit: 200 })).filter(
      ({ kind: of }) => of === 'hold',
    );

  it('with a time is over when it has passed, before anybody releases it', async () => {
    await hold('account', { forMs: 7 * dayMs });
    stage.app.clock.advance(7 * dayMs - 1);
    expect(await held()).toEqual(['account']);
    stage.app.clock.advance(1);
    expect(await held()).toEqual([]);
  });

  it('with a time is released by the sweep, once, in the ledger and on the timeline', async () => {
    await hold('account', { forMs: dayMs });
    const until = new Date(Date.parse(stage.app.clock.now()) + dayMs).toISOString();
    stage.app.clock.advance(2 * dayMs);
    expect(await sweepDue(stage.app, { limit: 100 })).toMatchObject({ released: 1 });
    expect(await sweepDue(stage.app, { limit: 100 })).toMatchObject({ released: 0 });
    const controls = (await stage.ledger()).map(({ content }) => content['control']);
    expect(controls.filter((control) => control === 'holdExpired')).toHaveLength(1);
    expect(await story()).toMatchObject([
      { title: 'account: held', details: { until } },
      { title: 'account: released', at: until, details: { why: 'its time is over' } },
    ]);
  });

  it('without one is released at the end of its treatment, whatever ended it', async () => {
    await hold('entitlement');
    await stopTreatment(stage.app, stage.treatmentId, { actor: testActor, reason: 'asked to' });
    expect(await held()).toEqual([]);
    expect((await story()).at(-1)).toMatchObject({
      title: 'entitlement: released',
      details: { why: 'asked to' },
    });
  });

  it('and a banner are gone the moment the goal is accepted, before the workflow has heard of it', async () => {
    await hold('entitlement');
    const banner = { kind: 'banner', template: 'update', action: 'show' } as const;
    await stage.activities.showBanner(stage.command('show', banner));
    await send(stage.app, paidInvoice(stage.app, stage.invoiceId, { customer: stage.customerKey }));
    expect(await held()).toEqual([]);
    expect(
      await stage.query('SELECT 1 FROM banners WHERE customer_key = $1 AND cleared_at IS NULL', [
        stage.customerKey,
      ]),
    ).toEqual([]);
  });

  it('that is kept outlives its treatment', async () => {
    await hold('account', { keep: true, forMs: 30 * dayMs });
    await hold('seats');
    await stage.app.store.transaction((tx) =>
      closeTreatment(tx, stage.app, {
        treatmentId: stage.treatmentId,
        outcome: 'blocked',
        reason: 'fraud',
        mark: 0,
        details: '',
      }),
    );
    expect(await held()).toEqual(['account']);
  });

  it('of a treatment that is over is released by another treatment, or by a person who says why', async () => {
    await hold('account', { keep: true });
    await hold('seats', { keep: true });
    await stopTreatment(stage.app, stage.treatmentId, { actor: testActor, reason: 'asked to' });
    expect(await held()).toEqual(['account', 'seats']);
    const release = (what: string, actor = testActor) =>
      releaseByPerson(stage.app, { customer: stage.customerKey, what, reason: 'appeal upheld', actor });
    expect(await release('seats', { ...testActor, kind: 'service' })).toMatchObject({ code: 'notAPerson' });
    expect(await release('seats')).toMatchObject({ ok: true, treatments: [stage.treatmentId] });
    expect(await release('seats')).toMatchObject({ ok: false, code: 'notFound', field: 'what' });
    expect((await story()).at(-1)).toMatchObject({
      title: 'seats: released',
      details: { why: 'appeal upheld' },
    });
    const other = await gateStage(outside);
    const command = {
      ...other.command('free', { kind: 'hold', what: 'account', action: 'release', of: 'customer' }),
    };
    await other.activities.placeHold(command);
    // It is the customer's own hold that a treatment can release, nobody else's.
    expect(await held()).toEqual(['account']);
  });

  it('of another treatment of the same customer is released where the step says so', async () => {
    await hold('account', { keep: true });
    await stage.query(
      `UPDATE holds SET treatment_id = 'treatment:fraud-review:' || customer_key || ':9' WHERE customer_key = $1`,
      [stage.customerKey],
    );
    const free = (step: string, of?: 'customer') =>
      stage.activities.placeHold(
        stage.command(step, { kind: 'hold', what: 'account', action: 'release', ...(of && { of }) }),
      );
    await free('own');
    expect(await held()).toEqual(['account']);
    await free('any', 'customer');
    expect(await held()).toEqual([]);
  });

  it('that people must approve is refused until they have', async () => {
    const block = () => hold('account', { keep: true, approvedBy: 'decide' });
    expect(await block()).toMatchObject({ status: 'refused', code: 'approvalMissing' });
    stage = await gateStage(outside);
    const asked = await stage.activities.openApproval({
      ...stage.step('decide'),
      policy: 'plan',
      title: 'Block the account',
      evidence: [],
    });
    const approvalId = asked.status === 'open' ? asked.approvalId : '';
    const manager = { subject: 'mara', kind: 'person', roles: ['manager'], scopes: [] } as const;
    await decideApproval(stage.app, { approvalId, decision: 'approve', actor: manager, via: 'api' });
    expect(await block()).toMatchObject({ status: 'done', outcome: 'held' });
  });
});

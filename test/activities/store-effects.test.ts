import type { EffectSpec } from '../../domain/program';
import { stopTreatment } from '../../application/controls';
import { testActor } from '../support/application';
import { paidInvoice, send } from '../support/facts-sent';
import { gateStage, type GateStage, stageForEach } from '../support/gate-stage';

describe('the other activities', () => {
  let stage: GateStage;
  const outside = stageForEach((made) => {
    stage = made;
  });

  const count = async (table: string, where = 'true') => {
    const sql = `SELECT count(*) AS n FROM ${table} WHERE treatment_id = $1 AND ${where}`;
    return (await stage.query<{ n: number }>(sql, [stage.treatmentId]))[0]?.n;
  };

  const effects: [string, EffectSpec, keyof GateStage['activities'], string, string][] = [
    ['banner', { kind: 'banner', template: 'update', action: 'show' }, 'showBanner', 'shown', 'banners'],
    [
      'notice',
      { kind: 'notify', queue: 'success', text: '{{ customer.name }} fell behind' },
      'notifyStaff',
      'notified',
      'notices',
    ],
    ['offer', { kind: 'offer', offer: 'discount', amount: '10.0' }, 'makeOffer', 'offered', 'records'],
    ['hold', { kind: 'hold', what: 'seats', action: 'place' }, 'placeHold', 'held', 'holds'],
    ['record', { kind: 'record', field: 'lossReason', value: 'price' }, 'recordFact', 'recorded', 'records'],
  ];

  it.each(effects)(
    'do a %s once, with its receipt in the ledger',
    async (_name, effect, activity, outcome, table) => {
      const run = stage.activities[activity] as GateStage['activities']['showBanner'];
      const command = stage.command('one', effect, { amount: 10 });
      expect(await run(command)).toMatchObject({ status: 'done', outcome });
      expect(await run(command)).toMatchObject({ status: 'done', outcome });
      expect(await count(table)).toBe(1);
      const entries = (await stage.ledger()).filter(
        ({ content }) => typeof content['requestKey'] === 'string',
      );
      expect(entries.map(({ kind }) => kind)).toEqual(['verdict', 'attempt', 'receipt']);
    },
  );

  it('record what was computed as it is, also where it looks like a template', async () => {
    const words = '{{ customer.name }} left';
    const record = { kind: 'record', field: 'lossReason', value: words, from: 'signals.reason' } as const;
    await stage.activities.recordFact(stage.command('why', record));
    const rows = await stage.query('SELECT value FROM records WHERE treatment_id = $1', [stage.treatmentId]);
    expect(rows).toEqual([{ value: words }]);
  });

  it('name in a task the people of the customer and who has changed since', async () => {
    await stage.query(
      `INSERT INTO contacts (customer_key, id, role, name, changed_at)
       SELECT key, 'new', 'sponsor', 'Nora', created_at + interval '40 days' FROM customers WHERE key = $1`,
      [stage.customerKey],
    );
    const [made] = await stage.query<{ at: string }>(
      "SELECT iso(created_at + interval '60 days 1 hour') AS at FROM customers WHERE key = $1",
      [stage.customerKey],
    );
    stage.app.clock.set(made!.at);
    await stage.activities.openTask({
      ...stage.step('committee'),
      queue: 'success',
      title: 'Who decides?',
      details: '{% for one in contacts.list %}{{ one.role }}:{{ one.changedDaysAgo }};{% endfor %}',
      dueAt: made!.at,
    });
    const [task] = await stage.query<{ details: string }>(
      "SELECT details FROM tasks WHERE treatment_id = $1 AND step = 'committee'",
      [stage.treatmentId],
    );
    expect(task?.details).toContain('sponsor:20;');
    expect(task?.details).toContain('billing:;');
  });

  it('clear a banner and release a hold', async () => {
    await stage.activities.showBanner(
      stage.command('show', { kind: 'banner', template: 'update', action: 'show' }),
    );
    await stage.activities.showBanner(
      stage.command('clear', { kind: 'banner', template: 'update', action: 'clear' }),
    );
    await stage.activities.placeHold(stage.command('hold', { kind: 'hold', what: 'seats', action: 'place' }));
    await stage.activities.placeHold(
      stage.command('free', { kind: 'hold', what: 'seats', action: 'release' }),
    );
    expect([
      await count('banners', 'cleared_at IS NULL'),
      await count('holds', 'released_at IS NULL'),
    ]).toEqual([0, 0]);
  });

  it('send a recorded fact into the evaluation, once, and what it ends is ended', async () => {
    const drop = { kind: 'record', field: 'usage_change_30d', value: '-0.9', fact: -0.9 } as const;
    const command = stage.command('label', drop);
    expect(await stage.activities.recordFact(command)).toMatchObject({ status: 'done', outcome: 'recorded' });
    const again = await stage.activities.recordFact(command);
    expect(again.facts.facts).toMatchObject({
      signals: { usage_change_30d: -0.9 },
      segments: expect.arrayContaining(['usage-down']),
    });
    const facts = await stage.query(
      "SELECT origin FROM signals WHERE customer_key = $1 AND name = 'usage_change_30d'",
      [stage.customerKey],
    );
    expect(facts).toEqual([{ origin: 'tideline' }]);
  });

  it('keep later messages of the class from going out once contact is suppressed', async () => {
    const suppress = {
      kind: 'suppress',
      channel: 'all',
      class: 'transactional',
      reason: 'no answer',
    } as const;
    expect(await stage.activities.suppressContact(stage.command('quiet', suppress))).toMatchObject({
      outcome: 'suppressed',
    });
    const notice = {
      kind: 'message',
      template: 'update',
      channel: 'email',
      class: 'transactional',
      to: 'billing',
    } as const;
    expect(await stage.activities.sendMessage(stage.command('notice', notice))).toMatchObject({
      status: 'refused',
      code: 'suppressed',
    });
  });

  it('do nothing after a stop', async () => {
    await stopTreatment(stage.app, stage.treatmentId, { actor: testActor, reason: 'asked to' });
    const banner = stage.command('show', { kind: 'banner', template: 'update', action: 'show' });
    expect(await stage.activities.showBanner(banner)).toMatchObject({ status: 'refused', code: 'stopped' });
    expect(await count('banners')).toBe(0);
  });

  it('refuse a kind that is not theirs for good', async () => {
    const charge = stage.command('x', { kind: 'charge', invoices: 'open' });
    await expect(stage.activities.showBanner(charge)).rejects.toMatchObject({
      type: 'RangeError',
      nonRetryable: true,
    });
  });

  it('rescore with the position of the evaluation and the tier of the treatment', async () => {
    const result = await stage.activities.rescore(stage.step('look'));
    expect(result).toMatchObject({ tier: 'low', points: 0 });
    expect(result.sequence).toBe(result.facts.sequence);
  });

  it('confirm a leave only when the customer is out of the segment', async () => {
    expect(await stage.activities.confirmLeave(stage.step('grace'))).toMatchObject({ left: false });
    await stage.query("DELETE FROM memberships WHERE customer_key = $1 AND segment = 'payment-failed'", [
      stage.customerKey,
    ]);
    expect(await stage.activities.confirmLeave(stage.step('grace'))).toMatchObject({ left: true });
  });

  it('end at the maximum duration unless something ended the treatment before', async () => {
    const expire = () =>
      stage.activities.expireTreatment({ ...stage.step('end'), reason: 'maximum duration is over' });
    expect(await expire()).toEqual({ outcome: 'expired', reason: 'maximum duration is over' });
    stage = await gateStage(outside());
    await send(stage.app, paidInvoice(stage.app, stage.invoiceId, { customer: stage.customerKey }));
    expect(await expire()).toMatchObject({ outcome: 'cured' });
  });

  it('record the outcome once; what was accepted before wins', async () => {
    await stopTreatment(stage.app, stage.treatmentId, { actor: testActor, reason: 'asked to' });
    const { treatmentId, customerKey } = stage;
    const complete = () =>
      stage.activities.completeTreatment({
        treatmentId,
        customerKey,
        outcome: 'writtenOff',
        reason: 'end',
        mark: 99,
        details: '',
      });
    expect(await complete()).toMatchObject({ outcome: 'stopped', reason: 'asked to' });
    expect(await complete()).toMatchObject({ outcome: 'stopped' });
    const outcomes = (await stage.ledger()).filter(({ kind }) => kind === 'outcome');
    expect(outcomes).toHaveLength(1);
  });

  it('record the measure once', async () => {
    await stage.activities.recordMeasure({ ...stage.step('measure'), value: true });
    await stage.activities.recordMeasure({ ...stage.step('measure'), value: false });
    const [row] = await stage.query('SELECT measure FROM treatments WHERE id = $1', [stage.treatmentId]);
    expect(row).toEqual({ measure: true });
  });

  it('hand over to another play once', async () => {
    const over = () =>
      stage.activities.handOver({
        ...stage.step('over'),
        playbook: 'save-play',
        with: { owner: 'someone' },
      });
    await over();
    await over();
    const rows = await stage.query(
      'SELECT playbook, parameters FROM treatments WHERE customer_key = $1 ORDER BY ordinal',
      [stage.customerKey],
    );
    expect(rows).toEqual([
      { playbook: 'payment-cure', parameters: {} },
      { playbook: 'save-play', parameters: { owner: 'someone' } },
    ]);
  });
});

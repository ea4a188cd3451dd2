import { listApprovals } from '../../../application/people/approvals';
import { type GateStage, stageForEach } from '../../support/gate-stage';
import { rawSignal, scoreDefinition, scoreRule } from '../../support/book-builder';
import { send, signal } from '../../support/facts-sent';

describe('what an approver sees', () => {
  let stage: GateStage;
  stageForEach((made) => {
    stage = made;
  });

  const evidence = async (...asked: string[]) => {
    await stage.activities.openApproval({
      ...stage.step('decide'),
      policy: 'plan',
      title: 'Go on?',
      evidence: asked.length > 0 ? asked : ['signals.usage_change_30d', 'signals.cancelled'],
    });
    const [row] = await listApprovals(stage.app, { treatmentId: stage.treatmentId, limit: 10 });
    return row?.evidence;
  };

  it('has the points and tiers of the last eight checkpoints, in their order, each once', async () => {
    for (let week = 1; week <= 10; week += 1) {
      stage.app.clock.set(`2026-03-${String(week + 2).padStart(2, '0')}T09:00:00.000Z`);
      const command = { ...stage.step('weekly'), path: `weekly:${week}` };
      await stage.activities.rescore(command);
      await stage.activities.rescore(command);
    }
    const { history } = (await evidence()) as { history: { at: string }[] };
    expect(history.map(({ at }) => at.slice(8, 10))).toEqual([
      '05',
      '06',
      '07',
      '08',
      '09',
      '10',
      '11',
      '12',
    ]);
    expect(history[0]).toEqual({ at: '2026-03-05T09:00:00.000Z', tier: 'low', points: 0 });
  });

  it('has no checkpoints where there were none', async () => {
    expect(await evidence()).toMatchObject({ history: [] });
  });

  it('has each move of the score the treatment is about since it began, and none of other scores', async () => {
    const customer = await customerId();
    const book = await stage.app.store.transaction((tx) => stage.app.books.active(tx));
    const rules = [scoreRule('usage_down', 'signals.usage_change_30d < -0.3')];
    const payment = { id: 'payment', dimension: 'payment', minimumSources: 1, rules } as const;
    const scores = [scoreDefinition(payment), scoreDefinition({ rules })];
    await stage.app.activate({ ...book, hash: 'scored', scores });
    for (const [date, value] of [
      ['2026-03-03', -0.5],
      ['2026-03-04', -0.6],
      ['2026-03-05', 0.1],
    ] as const) {
      stage.app.clock.set(`${date}T09:00:00.000Z`);
      await send(stage.app, signal(stage.app, 'usage_change_30d', value, { customer }));
    }
    expect(await evidence()).toMatchObject({
      scoreHistory: [
        { at: '2026-03-03T09:00:00.000Z', points: 20, tier: 'medium', reasons: ['usage_down'] },
        { at: '2026-03-05T09:00:00.000Z', points: 0, tier: 'low', reasons: [] },
      ],
    });
  });

  it('has each signal the step asks for, and null for one that is not known', async () => {
    const customer = await customerId();
    await send(stage.app, signal(stage.app, 'usage_change_30d', -0.1, { customer }));
    expect(await evidence()).toMatchObject({
      asked: { 'signals.usage_change_30d': -0.1, 'signals.cancelled': null },
    });
  });

  it('has nothing that may vary words only, also where all signals are asked for', async () => {
    const customer = await customerId();
    const book = await stage.app.store.transaction((tx) => stage.app.books.active(tx));
    const size = { ...rawSignal('company_size_band', { use: ['content'] }), nature: 'demographic' as const };
    await stage.app.activate({
      ...book,
      hash: 'withsize',
      signals: { ...book.signals, company_size_band: size },
    });
    await send(stage.app, signal(stage.app, 'company_size_band', 4, { customer }));
    await send(stage.app, signal(stage.app, 'usage_change_30d', -0.1, { customer }));
    const { asked } = (await evidence('signals')) as { asked: { signals: object } };
    expect(asked.signals).toMatchObject({ usage_change_30d: -0.1 });
    expect(asked.signals).not.toHaveProperty('company_size_band');
  });

  it('has the economics of keeping the customer', async () => {
    expect(await evidence()).toMatchObject({
      economics: { churnProbability: 0.1, effortCost: 40, cost: 40 },
    });
  });

  const customerId = async () => {
    const [row] = await stage.query<{ value: string }>(
      "SELECT value FROM identities WHERE customer_key = $1 AND kind = 'id'",
      [stage.customerKey],
    );
    return row?.value ?? '';
  };
});

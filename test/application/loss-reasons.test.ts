import { lossReasons } from '../../application/loss-reasons';
import { gateStage, openOutside, type GateStage, type Outside } from '../support/gate-stage';

describe('loss reasons', () => {
  let outside: Outside;
  beforeAll(async () => {
    outside = await openOutside();
  });
  afterAll(() => outside.close());

  const lost = async (value: string, at: string): Promise<GateStage> => {
    const stage = await gateStage(outside);
    await stage.query('UPDATE customers SET value_amount = 500 WHERE key = $1', [stage.customerKey]);
    stage.app.clock.set(at);
    const record = { kind: 'record', field: 'lossReason', value } as const;
    await stage.activities.recordFact(stage.command('loss', record));
    await stage.activities.recordFact(stage.command('again', record));
    return stage;
  };

  it('are counted by customer, whatever the capitals, for a time and a play', async () => {
    const { app } = await lost('price', '2026-03-10T09:00:00.000Z');
    await lost(' Price', '2026-03-12T09:00:00.000Z');
    await lost('product', '2026-04-02T09:00:00.000Z');
    expect(await lossReasons(app, {})).toEqual([
      { value: 'price', customers: 2, treatments: 2, worth: 1_000 },
      { value: 'product', customers: 1, treatments: 1, worth: 500 },
    ]);
    const march = { from: '2026-03-01T00:00:00Z', until: '2026-04-01T00:00:00Z' };
    expect(await lossReasons(app, march)).toMatchObject([{ value: 'price', customers: 2 }]);
    expect(await lossReasons(app, { playbook: 'win-back' })).toEqual([]);
  });
});

import { budgetStatus } from '../../../application/budgets';
import { gateStage, openOutside, stagesOf, type GateStage, type Outside } from '../../support/gate-stage';
import { describeWith } from '../../support/require';

const offer = { kind: 'offer', offer: 'month', amount: '0.0', budget: 'winBack' } as const;
const offerOf = (stage: GateStage, step: string, amount: number) =>
  stage.activities.makeOffer(stage.command(step, offer, { amount }));
const exhausted = { status: 'refused', code: 'budgetExhausted' };

describe('a budget of offers', () => {
  let outside: Outside;
  let stage: GateStage;
  beforeEach(async () => {
    outside = await openOutside();
    stage = await gateStage(outside);
  });
  afterEach(() => outside.close());

  it('gives so many offers a month, over all customers', async () => {
    const other = await gateStage(outside);
    expect(await offerOf(stage, 'a', 10)).toMatchObject({ outcome: 'offered' });
    expect(await offerOf(other, 'a', 10)).toMatchObject({ outcome: 'offered' });
    expect(await offerOf(stage, 'b', 10)).toMatchObject({ outcome: 'offered' });
    expect(await offerOf(other, 'b', 10)).toMatchObject({
      ...exhausted,
      why: expect.stringContaining('3 offers') as string,
    });
    expect(await budgetStatus(stage.app)).toEqual([
      { budget: 'winBack', month: '2026-03', offers: 3, offersAllowed: 3, amount: 30, amountAllowed: 100 },
    ]);
  });

  it('gives so much money a month, to the last cent', async () => {
    expect(await offerOf(stage, 'a', 60)).toMatchObject({ outcome: 'offered' });
    expect(await offerOf(stage, 'b', 41)).toMatchObject(exhausted);
    expect(await offerOf(stage, 'c', 40)).toMatchObject({ outcome: 'offered' });
  });

  it('is full again in the next month', async () => {
    await offerOf(stage, 'a', 100);
    stage.app.clock.set('2026-04-01T09:00:00.000Z');
    expect(await offerOf(stage, 'b', 100)).toMatchObject({ outcome: 'offered' });
  });

  it('is not used twice by an offer that is asked for again', async () => {
    await offerOf(stage, 'a', 60);
    await offerOf(stage, 'a', 60);
    expect(await budgetStatus(stage.app)).toMatchObject([{ offers: 1, amount: 60 }]);
  });

  it('that the policies have no more gives nothing', async () => {
    const unknown = { ...offer, budget: 'gone' };
    expect(await stage.activities.makeOffer(stage.command('a', unknown, { amount: 1 }))).toMatchObject(
      exhausted,
    );
  });
});

// PGlite has one connection and would pass this vacuously.
describeWith('postgres', 'a budget asked from many sides at once', () => {
  it('is never overspent', async () => {
    const outside = await openOutside('postgres');
    try {
      const stages = await stagesOf(outside, 8);
      const answers = await Promise.all(stages.map((stage) => offerOf(stage, 'a', 30)));
      expect(answers.filter(({ status }) => status === 'done')).toHaveLength(3);
      expect(await budgetStatus(stages[0]!.app)).toMatchObject([{ offers: 3, amount: 90 }]);
    } finally {
      await outside.close();
    }
  });
});

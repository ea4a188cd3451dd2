import { putCustomer } from '../../application/customers';
import { factsSnapshot } from '../../application/facts';
import { recomputeValueCuts } from '../../application/recompute-value-cuts';
import { rescoreBatch } from '../../application/rescore-base';
import { testActor, testApplication, type TestApplication } from '../support/application';
import { rows } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { describeStores, sharedStore } from '../support/stores';

const floors = { high: 500, medium: 50 };
const percentiles = { high: 0.9, medium: 0.6 };

describeStores('the cuts between tiers of value', (kind) => {
  let app: TestApplication;
  const store = sharedStore(kind);
  beforeEach(async () => {
    const book = intakeBook();
    const value = { amount: 'customer.annualRevenue', strategic: 'false', floors, percentiles };
    app = await testApplication({ store: store(), book: { ...book, policies: { ...book.policies, value } } });
  });

  const keys = new Map<string, string>();
  const worth = async (id: string, annualRevenue: number): Promise<void> => {
    const put = await putCustomer(app, { id, attributes: { annualRevenue } }, testActor);
    if (put.ok) keys.set(id, put.customerKey);
  };
  const tier = async (id: string): Promise<string> =>
    app.store.transaction(async (tx) => (await factsSnapshot(tx, app, keys.get(id) ?? '')).facts.value.tier);
  const base = async (values: readonly number[]): Promise<void> => {
    for (const [index, value] of values.entries()) await worth(`c${index}`, value);
  };

  it('are the floors alone until they are computed', async () => {
    await base([499, 500]);
    expect([await tier('c0'), await tier('c1')]).toEqual(['medium', 'high']);
  });

  it('are percentiles of the stored values, read live by the next evaluation', async () => {
    await base([100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
    expect(await recomputeValueCuts(app)).toEqual({ highFrom: 900, mediumFrom: 600, customers: 10 });
    const tiers = await Promise.all(['c4', 'c5', 'c7', 'c8', 'c9'].map(tier));
    expect(tiers).toEqual(['low', 'medium', 'medium', 'high', 'high']);
  });

  it('never go below the floors', async () => {
    await base([10, 20, 30, 40, 60]);
    await recomputeValueCuts(app);
    expect([await tier('c3'), await tier('c4')]).toEqual(['low', 'medium']);
  });

  it('follow the base when they are computed again', async () => {
    await base([600, 700]);
    expect(await recomputeValueCuts(app)).toMatchObject({ highFrom: 700, customers: 2 });
    await worth('c1', 5_000);
    await worth('c2', 9_000);
    expect(await recomputeValueCuts(app)).toMatchObject({ highFrom: 9_000, mediumFrom: 5_000, customers: 3 });
    expect(await tier('c0')).toBe('low');
    expect(await rows(app, 'SELECT customers FROM value_cuts')).toEqual([{ customers: 3 }]);
  });

  it('are not there for a base without customers', async () => {
    expect(await recomputeValueCuts(app)).toBeUndefined();
    expect(await rows(app, 'SELECT 1 FROM value_cuts')).toEqual([]);
  });

  it('move customers across a boundary when the base is rescored', async () => {
    const book = intakeBook({ hash: 'valued' });
    const segments = book.segments.map((segment) =>
      segment.id === 'many-seats'
        ? { ...segment, entry: "value.tier == 'high'", exit: "value.tier != 'high'" }
        : segment,
    );
    const value = { amount: 'customer.annualRevenue', strategic: 'false', floors, percentiles };
    await app.activate({ ...book, segments, policies: { ...book.policies, value } });
    await base([600, 700, 8_000]);
    const inside = () => rows(app, "SELECT 1 FROM memberships WHERE segment = 'many-seats'");
    expect(await inside()).toHaveLength(3);
    await recomputeValueCuts(app);
    expect(await rescoreBatch(app, { cursor: '', limit: 10 })).toMatchObject({ crossings: 2, failed: 0 });
    expect(await inside()).toHaveLength(1);
  });
});

import { startWorld, type World } from '../support/world';

describe('payment cure', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  }, 90_000);
  afterAll(() => world.close());

  const low = { attributes: { name: 'Harbor Books', annualRevenue: 300 } };
  const high = { attributes: { name: 'Harbor Works', annualRevenue: 90_000 } };
  const outcomesOf = async (id: string) =>
    (await world.effects(id)).map(({ step, state, code }) => `${step} ${state} ${code}`.trim());
  const kinds = async (key: string) => (await world.ledger(key)).map(({ kind }) => kind);
  const statuses = async (key: string) => (await world.charges(key)).map(({ status }) => status);

  it('ends as cured in the middle of a wait when the invoice is paid', async () => {
    const key = await world.customer('paid', low);
    await world.declines(key, ['insufficient_funds']);
    await world.paymentFails('paid', 'in_paid', 'insufficient_funds');
    const { id } = await world.treatment('paid', 'payment-cure');
    await world.advance('3d');
    console.log(await world.treatment('paid', 'payment-cure'), await world.ledger(key), await world.charges(key));
    await world.signal('paid', 'invoice_paid', true, { data: { invoice: 'in_paid' }, context: 'invoice:in_paid' });
    expect(await world.result(id)).toEqual({ outcome: 'cured', reason: 'goal reached: invoices.open == 0.0' });
    console.log(await outcomesOf(id), await kinds(key), await statuses(key), world.mails('paid').map((m) => m.subject));
    const t = Date.now();
    await world.advance('10d');
    console.log('ten days empty', Date.now() - t);
  });
});

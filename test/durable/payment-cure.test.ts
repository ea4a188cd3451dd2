import { putCustomer } from '../../application/customers';
import { manager, startWorld, type World } from '../support/world';

describe('payment cure', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  async function customer(id: string, annualRevenue = 1_000): Promise<string> {
    const put = await putCustomer(
      world.app,
      {
        id,
        zone: 'America/New_York',
        attributes: { name: 'Harbor Books', annualRevenue },
        contacts: [{ id: 'main', role: 'billing', name: 'Nora', email: `${id}@example.com` }],
      },
      manager,
    );
    if (!put.ok) throw new Error(put.message);
    return put.customerKey;
  }

  it('ends as cured in the middle of a wait when the invoice is paid', async () => {
    const key = await customer('paid');
    await world.script('/sandbox/script', { customerRef: key, declines: ['insufficient_funds'] });
    await world.paymentFails('paid', 'in_paid', 'insufficient_funds');
    const { id } = await world.treatment('paid', 'payment-cure');
    await world.advance('1d');
    const view = await world.treatment('paid', 'payment-cure');
    console.log(view.step, '|', view.done, '|', view.waitingFor, '|', view.until, '|', view.next, JSON.stringify(view.effects.map((e) => [e.step, e.state, e.receipt, e.verdict])));
    await world.signal('paid', 'invoice_paid', true, { context: 'invoice:in_paid', data: { invoice: 'in_paid' } });
    expect(await world.result(id)).toEqual({ outcome: 'cured', reason: expect.any(String) });
  });
});

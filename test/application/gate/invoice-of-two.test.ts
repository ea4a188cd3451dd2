import { gateStage, openOutside, type Outside } from '../../support/gate-stage';

const all = { kind: 'charge', invoices: 'open' } as const;

describe('an invoice that two customers are said to owe', () => {
  let outside: Outside;
  beforeAll(async () => {
    outside = await openOutside();
  }, 120_000);
  afterAll(() => outside.close());

  it('is charged to one of them, and refused to the other with the reason', async () => {
    const one = await gateStage(outside);
    const other = await gateStage(outside, { invoiceId: one.invoiceId });
    const charge = (stage: typeof one) => stage.activities.chargeInvoices(stage.command('retries', all));
    expect(await charge(one)).toMatchObject({ status: 'done' });
    expect(await charge(other)).toMatchObject({ status: 'declined' });
    expect(await other.effects()).toMatchObject([
      { state: 'refused', verdict: { why: expect.stringContaining('charged to another customer') } },
    ]);
    expect((await one.charges()).reduce((sum, { timesMoved }) => sum + timesMoved, 0)).toBe(1);
  });
});

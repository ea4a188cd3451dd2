import { viewCustomer } from '../../ports/store/tables/customer-view';
import { startWorld, type World } from '../support/world';
import { disagreements, said } from '../support/world-evidence';

const low = { attributes: { name: 'Harbor Books', annualRevenue: 300 } };
const high = { attributes: { name: 'Harbor Works', annualRevenue: 90_000 } };
const noFunds = 'insufficient_funds';
const never = Array<string>(9).fill('do_not_honor');
// What the ledger says of any effect that was done or declined.
const done = ['verdict', 'attempt', 'receipt'];

// Days of virtual time on a busy machine.
jest.setTimeout(180_000);

describe('payment cure', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  }, 150_000);
  // Receipts, ledger and outcome tell one story, whatever the path.
  afterEach(async () => expect(await disagreements(world)).toEqual([]));
  afterAll(() => world.close());

  const cure = (customer: string) => world.treatment(customer, 'payment-cure');
  const effects = async (id: string) =>
    (await world.effects(id)).map(({ step, state, code }) => `${step} ${state} ${code}`);
  const statuses = async (key: string) => (await world.charges(key)).map(({ status }) => status);
  const subjects = (customer: string) => world.mails(customer).map(({ subject }) => subject);
  // Segments come and go beside the treatment, and other plays are decided on; what is asked of the gate follows its decision.
  const ledger = async (key: string) =>
    (await world.ledger(key))
      .filter(({ kind, content }) => kind !== 'crossing' && said(content)['control'] !== 'adjusted')
      .filter(({ kind, content }) => kind !== 'decision' || said(content)['playbook'] === 'payment-cure')
      .map(({ kind }) => kind);
  const paid = (customer: string, invoice: string) =>
    world.signal(customer, 'invoice_paid', true, { data: { invoice }, context: `invoice:${invoice}` });

  it('ends as cured in the middle of a wait when the invoice is paid, and charges nothing after', async () => {
    const key = await world.customer('paid', low);
    await world.declines(key, [noFunds]);
    await world.paymentFails('paid', 'in_paid', noFunds);
    await world.advance('3d');
    const { id, step, waitingFor } = await cure('paid');
    expect([step, waitingFor]).toEqual(['retries', expect.stringContaining('charged again')]);
    await paid('paid', 'in_paid');
    expect(await world.result(id)).toEqual({
      outcome: 'cured',
      reason: 'goal reached: no invoice is open',
    });
    await world.advance('20d');
    expect(await statuses(key)).toEqual(['requires_payment_method']);
    expect(subjects('paid')).toEqual(['Your payment did not go through']);
    expect(world.mails('paid')[0]?.text).toContain('http://127.0.0.1/update-card');
    // The second verdict put the charge off until its day.
    expect(await ledger(key)).toEqual(['decision', ...done, 'verdict', ...done, 'control', 'outcome']);
  });

  it('charges a new card at once, whatever the schedule says, and is cured', async () => {
    const key = await world.customer('card', low);
    await world.paymentFails('card', 'in_card', noFunds);
    await world.advance('1d');
    const { id } = await cure('card');
    expect(await statuses(key)).toEqual([]);
    await world.signal('card', 'card_updated', true);
    expect(await statuses(key)).toEqual(['succeeded']);
    expect(await world.result(id)).toEqual({
      outcome: 'cured',
      reason: expect.stringContaining('goal') as string,
    });
    const [charge] = await world.charges(key);
    expect(charge).toMatchObject({ invoice: 'in_card', amountMinor: 4_900, timesMoved: 1 });
    expect(await effects(id)).toEqual(['notice done sent', 'retries done paid']);
    expect(await cure('card')).toMatchObject({
      ...{ step: '', done: 'Charge again, on another day and hour, timed by the reason the bank gave' },
      ...{ waitingFor: '', next: '', until: null, state: 'closed', outcome: 'cured' },
    });
  });

  it('hands over to a person who calls when the second retry failed and the value is high', async () => {
    const key = await world.customer('high', high);
    await world.declines(key, never);
    await world.paymentFails('high', 'in_high', 'do_not_honor');
    await world.advance('6d');
    const view = await cure('high');
    expect(view.tasks).toMatchObject([{ step: 'call', queue: 'success', state: 'open' }]);
    expect(await statuses(key)).toEqual(['requires_payment_method', 'requires_payment_method']);
    expect(subjects('high')).toEqual(['Your payment did not go through']);
    await world.finish(view.id, 'call', 'pays by transfer');
    await world.advance('2d');
    await paid('high', 'in_high');
    expect(await world.result(view.id)).toMatchObject({ outcome: 'cured' });
    expect(await ledger(key)).toEqual([
      'decision',
      ...done,
      'verdict',
      ...done,
      ...done,
      ...['control', 'control', 'control', 'outcome'],
    ]);
  });

  it('asks the next role when nobody has called', async () => {
    const key = await world.customer('uncalled', high);
    await world.declines(key, never);
    await world.paymentFails('uncalled', 'in_uncalled', 'do_not_honor');
    await world.advance('11d');
    expect((await cure('uncalled')).tasks).toMatchObject([
      { step: 'call', state: 'expired' },
      { step: 'callLate', queue: 'success-leads', state: 'open' },
    ]);
  });

  it('shows a banner and sends a mail when the value is low, and clears the banner when all is paid', async () => {
    const key = await world.customer('low', low);
    await world.declines(key, never);
    await world.paymentFails('low', 'in_low', 'do_not_honor');
    await world.advance('7d');
    const { id, tasks } = await cure('low');
    expect(tasks).toMatchObject([{ step: 'chase', queue: 'receivables', state: 'open' }]);
    expect(subjects('low')).toEqual(['Your payment did not go through', 'Your payment is still open']);
    expect(await banners(key)).toEqual([{ template: 'update-card', cleared: false }]);
    await paid('low', 'in_low');
    expect(await world.result(id)).toMatchObject({ outcome: 'cured' });
    expect(await banners(key)).toEqual([{ template: 'update-card', cleared: true }]);
    expect((await cure('low')).tasks).toMatchObject([{ state: 'cancelled' }]);
  });

  it('ends as cured when the invoice is voided', async () => {
    const key = await world.customer('void', low);
    await world.declines(key, never);
    await world.paymentFails('void', 'in_void', noFunds);
    await world.advance('1d');
    const { id } = await cure('void');
    await world.signal('void', 'invoice_voided', true, {
      data: { invoice: 'in_void' },
      context: 'invoice:in_void',
    });
    expect(await world.result(id)).toMatchObject({ outcome: 'cured' });
    expect(await statuses(key)).toEqual([]);
  });

  it('goes on while one of two invoices is open', async () => {
    const key = await world.customer('two', low);
    await world.paymentFails('two', 'in_one', noFunds);
    await world.paymentFails('two', 'in_two', noFunds);
    const { id } = await cure('two');
    await paid('two', 'in_one');
    expect((await cure('two')).state).toBe('running');
    await world.advance('4d');
    expect(await world.result(id)).toMatchObject({ outcome: 'cured' });
    expect((await world.charges(key)).map(({ invoice, status }) => `${invoice} ${status}`)).toEqual([
      'in_two succeeded',
    ]);
  });

  it('starts again for the next failed invoice: there is no cool-down', async () => {
    await world.customer('again', low);
    await world.paymentFails('again', 'in_first', noFunds);
    await paid('again', 'in_first');
    await world.advance('1d');
    await world.paymentFails('again', 'in_second', noFunds);
    expect((await world.treatments('again')).map(({ playbook, outcome }) => [playbook, outcome])).toEqual([
      ['payment-cure', 'cured'],
      ['payment-cure', null],
    ]);
  });

  it('is written off when nobody ever pays', async () => {
    const key = await world.customer('unpaid', low);
    await world.declines(key, never);
    await world.paymentFails('unpaid', 'in_unpaid', 'do_not_honor');
    await world.advance('40d');
    const { id, approvals } = await cure('unpaid');
    expect(approvals).toMatchObject([{ step: 'cancel', state: 'expired' }]);
    expect(await world.result(id)).toEqual({
      outcome: 'writtenOff',
      reason: 'nobody paid within the time allowed',
    });
    expect((await cure('unpaid')).measure).toBe(false);
    expect(await statuses(key)).toEqual(['requires_payment_method', 'requires_payment_method']);
    expect(await effects(id)).toEqual([
      'notice done sent',
      'retries failed declined',
      'retries failed declined',
      'show done shown',
      'lifecycle done sent',
      'warn done sent',
      'restrict done held',
      'restrictNotice done sent',
    ]);
    expect(await held(key)).toEqual([]);
  });

  it('restricts after a week’s notice, and whoever pays then has everything back at once', async () => {
    const key = await world.customer('restricted', low);
    await world.declines(key, never);
    await world.paymentFails('restricted', 'in_restricted', 'do_not_honor');
    await world.advance('20d');
    expect(await held(key)).toEqual(['entitlement']);
    await paid('restricted', 'in_restricted');
    expect(await held(key)).toEqual([]);
    const { id } = await cure('restricted');
    expect(await world.result(id)).toMatchObject({ outcome: 'cured' });
  });

  async function held(key: string) {
    const view = await world.store.transaction((tx) => viewCustomer(tx, key, world.now()));
    return view?.holds.map(({ what }) => what);
  }

  async function banners(key: string) {
    return world.store.transaction((tx) =>
      tx.query('SELECT template, cleared_at IS NOT NULL AS cleared FROM banners WHERE customer_key = $1', [
        key,
      ]),
    );
  }

  it('is told of a mail, a receipt or an outcome that another witness does not know', async () => {
    const key = await world.customer('told', low);
    await world.paymentFails('told', 'in_told', noFunds);
    await paid('told', 'in_told');
    const { id } = await cure('told');
    const change = (sql: string) => world.store.transaction((tx) => tx.query(sql, [id]));
    await change("UPDATE effects SET state = 'released' WHERE treatment_id = $1 AND kind = 'message'");
    await change("UPDATE treatments SET outcome = 'lost' WHERE id = $1");
    expect(await disagreements(world)).toEqual([
      'told: the catcher has 1 mails, the effects say 0',
      expect.stringContaining('a receipt without its effect'),
      `${id} ended as lost; ledger and workflow say cured, cured`,
    ]);
    await change("UPDATE effects SET state = 'done' WHERE treatment_id = $1 AND kind = 'message'");
    await change("UPDATE treatments SET outcome = 'cured' WHERE id = $1");
    expect(await statuses(key)).toEqual([]);
  });
});

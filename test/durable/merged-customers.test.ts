import { stopTreatment } from '../../application/controls';
import { mergeCustomers } from '../../application/merge-customers';
import { verifyLedger } from '../../application/ledger/verify';
import { testActor } from '../support/application';
import { startWorld, type World } from '../support/world';

const low = { attributes: { name: 'Harbor Books', annualRevenue: 300 } };
const noFunds = 'insufficient_funds';

// Days of virtual time on a busy machine.
jest.setTimeout(120_000);

describe('workflows whose customers are found to be one', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  }, 240_000);
  afterAll(() => world.close());

  const merge = (from: string, into: string) =>
    world.act((app) => mergeCustomers(app, { from, into }, testActor));

  it('go on under their old ids, hear what is said of the other, charge their payer once and end', async () => {
    const old = await world.customer('old', low);
    const key = await world.customer('new', low);
    await world.paymentFails('old', 'in_old', noFunds);
    await world.advance('1d');
    const { id } = await world.treatment('old', 'payment-cure');
    expect(await merge('old', 'new')).toMatchObject({ ok: true, customerKey: key, gaveWay: [] });
    await world.signal('new', 'card_updated', true);
    expect(await world.result(id)).toMatchObject({ outcome: 'cured' });
    expect(await world.treatment('new', 'payment-cure')).toMatchObject({
      id,
      customerKey: key,
      outcome: 'cured',
    });
    const charges = [...(await world.charges(old)), ...(await world.charges(key))];
    expect(charges).toMatchObject([{ customerRef: old, invoice: 'in_old', timesMoved: 1 }]);
    expect(world.mails('old').length + world.mails('new').length).toBe(1);
    const kinds = (await world.ledger(key)).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['control', 'attempt', 'receipt', 'outcome']));
  });

  it('are one for each matter: the later ends as stopped, the first can still be stopped by its id', async () => {
    await world.customer('first', low);
    await world.customer('second', low);
    await world.paymentFails('first', 'in_first', noFunds);
    await world.advance('2h');
    await world.paymentFails('second', 'in_second', noFunds);
    const { id: first } = await world.treatment('first', 'payment-cure');
    const { id: second } = await world.treatment('second', 'payment-cure');
    expect(await merge('first', 'second')).toMatchObject({ ok: true, gaveWay: [second] });
    expect(await world.result(second)).toMatchObject({ outcome: 'stopped' });
    const goesOn = (await world.treatments('second')).find(({ id }) => id === first);
    expect(goesOn).toMatchObject({ state: 'running', playbook: 'payment-cure' });
    await world.act((app) => stopTreatment(app, first, { actor: testActor, reason: 'enough' }));
    expect(await world.result(first)).toMatchObject({ outcome: 'stopped', reason: 'enough' });
    expect(await verifyLedger(world)).toMatchObject({ ok: true });
  });
});

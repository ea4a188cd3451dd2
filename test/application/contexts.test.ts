import { closeTreatment } from '../../application/close-treatment';
import { startPayload } from '../../application/start-payload';
import { sweepDue } from '../../application/sweep';
import { customerTimeline } from '../../application/timeline';
import { listTreatments } from '../../application/treatments';
import type { CompiledBook } from '../../domain/compiled-book';
import type { FactsSnapshot } from '../../domain/facts';
import { testApplication, type TestApplication } from '../support/application';
import { rows, send, signal } from '../support/facts-sent';
import { describeStores } from '../support/stores';
import { transactionBook } from '../support/transaction-book';

const dayMs = 86_400_000;

/** Every suspect transaction is reviewed. */
function reviewed(): CompiledBook {
  return transactionBook({ treat: [{ play: 'review', with: {} }] });
}

describeStores('treatments of several transactions of one customer', (kind) => {
  let app: TestApplication;
  let next = 0;
  let customer: string;
  beforeAll(async () => {
    app = await testApplication({ kind, book: reviewed() });
  });
  afterAll(() => app.close());
  beforeEach(() => {
    customer = `customer-${(next += 1)}`;
  });

  const tell = (name: string, value: boolean, transaction?: number) =>
    send(
      app,
      signal(app, name, value, {
        customer,
        ...(transaction !== undefined && { context: `transaction:${transaction}` }),
      }),
    );
  const suspect = async (transaction: number): Promise<void> => {
    await tell('vpn_used', true, transaction);
    await tell('geo_mismatch', true, transaction);
  };
  const treatments = async () =>
    [...(await listTreatments(app, { customer })).treatments].sort((one, other) =>
      one.id < other.id ? -1 : 1,
    );
  const idAbout = async (transaction: number): Promise<string> =>
    (await treatments()).find(({ context }) => context === `transaction:${transaction}`)?.id ?? '';
  const inbox = (id: string) =>
    rows<{ kind: string; item: { facts?: FactsSnapshot } }>(
      app,
      'SELECT kind, item FROM inbox_items WHERE treatment_id = $1 ORDER BY seq',
      [id],
    );

  it('are one for each, with the score seen from there', async () => {
    await suspect(1);
    await tell('geo_mismatch', false, 2);
    await suspect(3);
    expect(await treatments()).toMatchObject([
      { playbook: 'review', context: 'transaction:1', state: 'running' },
      { playbook: 'review', context: 'transaction:3', state: 'running' },
    ]);
    const starts = await rows(
      app,
      'SELECT DISTINCT start_points AS points, start_tier AS tier FROM treatments WHERE id = ANY($1)',
      [(await treatments()).map(({ id }) => id)],
    );
    expect(starts).toEqual([{ points: 65, tier: 'high' }]);
  });

  it('begin with the facts of their own transaction', async () => {
    await suspect(1);
    await tell('geo_mismatch', false, 2);
    const id = await idAbout(1);
    const { start, context } = await app.store.transaction((tx) => startPayload(tx, app, id));
    expect(context).toBe('transaction:1');
    expect(start.facts).toMatchObject({
      signals: { geo_mismatch: true, vpn_used: true },
      scores: { fraud: { points: 65 } },
      context: { kind: 'transaction', id: '1' },
    });
  });

  it('hear of facts about their transaction or the whole customer, and of no other transaction', async () => {
    await suspect(1);
    const id = await idAbout(1);
    await tell('geo_mismatch', true, 2);
    expect(await inbox(id)).toEqual([]);
    await tell('geo_mismatch', true);
    expect(await inbox(id)).toMatchObject([
      { kind: 'event', item: { facts: { facts: { context: { id: '1' } } } } },
    ]);
  });

  it('end by the facts of their own transaction alone', async () => {
    await suspect(1);
    await suspect(2);
    await tell('geo_mismatch', false, 2);
    await tell('vpn_used', false, 2);
    expect(await treatments()).toMatchObject([
      { context: 'transaction:1', state: 'running' },
      { context: 'transaction:2', state: 'ending' },
    ]);
  });

  it('end when time has aged the facts out, one after the other', async () => {
    await suspect(1);
    app.clock.advance(3 * dayMs);
    await suspect(2);
    app.clock.advance(4 * dayMs + 1_000);
    await sweepDue(app, { limit: 100 });
    expect(await treatments()).toMatchObject([
      { context: 'transaction:1', state: 'ending' },
      { context: 'transaction:2', state: 'running' },
    ]);
  });

  it('close each for itself, and say on the timeline what they were about', async () => {
    await suspect(1);
    const id = await idAbout(1);
    await app.store.transaction((tx) =>
      closeTreatment(tx, app, { treatmentId: id, outcome: 'cleared', reason: 'end', mark: 0, details: '' }),
    );
    await suspect(2);
    expect(await treatments()).toMatchObject([{ state: 'closed' }, { context: 'transaction:2' }]);
    const [row] = await rows<{ key: string }>(
      app,
      'SELECT customer_key AS key FROM treatments WHERE id = $1',
      [id],
    );
    const story = await customerTimeline(app, row?.key ?? '');
    expect(story.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        'entered transaction-suspect about transaction:1',
        'review about transaction:1',
        'review about transaction:1: cleared',
        'review about transaction:2',
      ]),
    );
  });
});

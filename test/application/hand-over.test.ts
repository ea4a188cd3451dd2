import { closeTreatment } from '../../application/close-treatment';
import { handOver } from '../../application/hand-over';
import { listTreatments } from '../../application/treatments';
import { testApplication, type TestApplication } from '../support/application';
import { failedInvoice, paidInvoice, rows, send, signal } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { describeStores } from '../support/stores';

// A campaign defers to a save play, so that a cure that hands over to it has to wait for the save play's end.
describeStores('a hand-over that has to wait', (kind) => {
  let app: TestApplication;
  let next = 0;
  beforeAll(async () => {
    app = await testApplication({ kind, book: intakeBook() });
  });
  afterAll(() => app.close());

  const started = async (result: ReturnType<typeof send>): Promise<string> =>
    (await result)[0]?.treatments.at(-1) ?? '';
  const close = (treatmentId: string, outcome: 'handedOver' | 'saved') =>
    app.store.transaction((tx) =>
      closeTreatment(tx, app, { treatmentId, outcome, reason: 'end', mark: 0, details: '' }),
    );
  const open = async (customer: string) =>
    (await listTreatments(app, { customer, state: 'open' })).treatments.map(({ playbook }) => playbook);

  /** A cure handed over to the campaign behind a save play, and has closed. */
  const waiting = async () => {
    const customer = `customer-${(next += 1)}`;
    const save = await started(send(app, signal(app, 'usage_change_30d', -0.9, { customer })));
    const cure = await started(send(app, failedInvoice(app, `in_${customer}`, { customer })));
    const [row] = await rows<{ key: string }>(
      app,
      'SELECT customer_key AS key FROM treatments WHERE id = $1',
      [cure],
    );
    const decided = await app.store.transaction((tx) =>
      handOver(tx, app, {
        treatmentId: cure,
        customerKey: row?.key ?? '',
        playbook: 'campaign',
        with: { audience: 'late payers' },
      }),
    );
    expect(decided).toBe('defer');
    await close(cure, 'handedOver');
    expect(await open(customer)).toEqual(['save-play']);
    return { customer, save, key: row?.key ?? '' };
  };

  it('starts the play that was named, with what it was given, when its way is free', async () => {
    const { customer, save, key } = await waiting();
    await close(save, 'saved');
    expect(await open(customer)).toEqual(['campaign']);
    const parameters = await rows(
      app,
      "SELECT parameters FROM treatments WHERE customer_key = $1 AND playbook = 'campaign'",
      [key],
    );
    expect(parameters).toEqual([{ parameters: { audience: 'late payers' } }]);
    expect(
      await rows(
        app,
        "SELECT 1 FROM decisions WHERE customer_key = $1 AND action = 'defer' AND settled_at IS NULL",
        [key],
      ),
    ).toEqual([]);
  });

  it('is dropped when the customer left the segment meanwhile, and says so', async () => {
    const { customer, save, key } = await waiting();
    app.clock.advance(1_000);
    await send(app, paidInvoice(app, `in_${customer}`, { customer }));
    await close(save, 'saved');
    expect(await open(customer)).toEqual([]);
    const [last] = await rows(
      app,
      "SELECT playbook, action, decision->>'reason' AS reason FROM decisions WHERE customer_key = $1 ORDER BY id DESC LIMIT 1",
      [key],
    );
    expect(last).toEqual({
      playbook: 'campaign',
      action: 'ignore',
      reason: 'the customer left payment-failed while its start was deferred',
    });
  });
});

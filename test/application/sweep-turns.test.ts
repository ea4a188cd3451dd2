import { countFailures, listFailures, type SweepFailure } from '../../ports/store/tables/sweep-due';
import { retryAfterMs } from '../../application/sweep-work';
import { rescoreBatch } from '../../application/rescore-base';
import { sweepDue } from '../../application/sweep';
import { testApplication, type TestApplication } from '../support/application';
import { rows, send, signal } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { describeStores, sharedStore } from '../support/stores';

const minute = 60_000;
const day = 86_400_000;

describe('the next turn of what failed', () => {
  it('comes ever later, and within six hours', () => {
    expect([1, 2, 3, 4, 9, 10, 50].map((failures) => retryAfterMs(failures) / minute)).toEqual([
      1, 2, 4, 8, 256, 360, 360,
    ]);
  });
});

describeStores('customers that cannot be evaluated', (kind) => {
  let app: TestApplication;
  const store = sharedStore(kind);
  beforeEach(async () => {
    app = await testApplication({ store: store(), book: intakeBook() });
  });

  const sendDrops = async (...customers: string[]): Promise<void> => {
    for (const customer of customers) {
      app.clock.advance(minute);
      await send(app, signal(app, 'usage_change_30d', -0.9, { customer }));
    }
  };
  const keyOf = async (customer: string): Promise<string> => {
    const sql = 'SELECT customer_key AS key FROM identities WHERE value = $1';
    const [row] = await rows<{ key: string }>(app, sql, [customer]);
    return row?.key ?? '';
  };
  // What is stored of the customer cannot be read any more.
  const spoil = async (...customers: string[]): Promise<void> => {
    for (const customer of customers)
      await rows(app, "UPDATE memberships SET membership = '7' WHERE customer_key = $1", [
        await keyOf(customer),
      ]);
  };
  const mend = async (customer: string): Promise<void> => {
    await rows(app, 'DELETE FROM memberships WHERE customer_key = $1', [await keyOf(customer)]);
  };
  const failing = (): Promise<SweepFailure[]> =>
    store().transaction((tx) => listFailures(tx, app.clock.now(), 10));

  it('keep nobody from their turn, however long they have been due', async () => {
    await sendDrops('broken-1', 'broken-2', 'broken-3', 'fine-1', 'fine-2');
    await spoil('broken-1', 'broken-2', 'broken-3');
    app.clock.advance(31 * day);
    let evaluated = 0;
    for (let look = 0; look < 5; look += 1) {
      evaluated += (await sweepDue(app, { limit: 2 })).evaluated;
      app.clock.advance(minute);
    }
    expect(evaluated).toBe(2);
  });

  it('stand behind those that have not failed when their next turn has come', async () => {
    await sendDrops('broken-1', 'broken-2', 'fine');
    await spoil('broken-1', 'broken-2');
    app.clock.advance(31 * day);
    expect(await sweepDue(app, { limit: 2 })).toMatchObject({ evaluated: 0, failed: 2 });
    app.clock.advance(day);
    expect(await sweepDue(app, { limit: 2 })).toMatchObject({ evaluated: 1, failed: 1 });
  });

  it('are tried again ever more rarely, and shown with the error until it goes well', async () => {
    await sendDrops('broken');
    await spoil('broken');
    app.clock.advance(31 * day);
    await sweepDue(app, { limit: 2 });
    expect(await sweepDue(app, { limit: 2 })).toMatchObject({ failed: 0 });
    app.clock.advance(minute);
    expect(await sweepDue(app, { limit: 2 })).toMatchObject({ failed: 1 });
    app.clock.advance(minute);
    expect(await sweepDue(app, { limit: 2 })).toMatchObject({ failed: 0 });
    expect(await failing()).toMatchObject([
      { what: 'evaluation', subject: await keyOf('broken'), failures: 2, error: expect.stringMatching(/\w/) },
    ]);
    expect(await store().transaction((tx) => countFailures(tx, app.clock.now()))).toEqual({
      evaluation: 1,
      measure: 0,
      hold: 0,
      answer: 0,
    });
    await mend('broken');
    app.clock.advance(minute);
    expect(await sweepDue(app, { limit: 2 })).toMatchObject({ evaluated: 1, failed: 0 });
    expect([await failing(), await rows(app, 'SELECT 1 FROM sweep_failures')]).toEqual([[], []]);
  });

  it('are no longer shown once a fact has been taken without failing', async () => {
    await sendDrops('broken');
    await spoil('broken');
    app.clock.advance(31 * day);
    await sweepDue(app, { limit: 2 });
    expect(await failing()).toHaveLength(1);
    await mend('broken');
    await sendDrops('broken');
    expect(await failing()).toEqual([]);
  });

  it('are left to the sweep when a walk over the base meets them', async () => {
    await sendDrops('broken');
    await spoil('broken');
    expect(await rescoreBatch(app, { cursor: '', limit: 5 })).toMatchObject({ failed: 1 });
    expect(await failing()).toMatchObject([{ what: 'evaluation', failures: 1 }]);
    await mend('broken');
    app.clock.advance(minute);
    expect(await sweepDue(app, { limit: 5 })).toMatchObject({ evaluated: 1 });
  });

  it('are no worse than treatments that cannot be measured: those too keep nobody from their turn', async () => {
    await sendDrops('broken', 'fine');
    const ended = "UPDATE treatments SET state = 'closed', closed_at = $1, measure_due_at = $1";
    await rows(app, ended, [app.clock.now()]);
    // Due first, by a program that is not there.
    await rows(
      app,
      "UPDATE treatments SET playbook = 'gone', measure_due_at = measure_due_at - interval '1 s' WHERE customer_key = $1",
      [await keyOf('broken')],
    );
    expect(await sweepDue(app, { limit: 1 })).toMatchObject({ measured: 0, failed: 1 });
    app.clock.advance(day);
    expect(await sweepDue(app, { limit: 1 })).toMatchObject({ measured: 1 });
    expect(await failing()).toMatchObject([{ what: 'measure', failures: 1 }]);
  });
});

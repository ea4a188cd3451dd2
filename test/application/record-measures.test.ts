import { closeTreatment } from '../../application/close-treatment';
import { sweepDue } from '../../application/sweep';
import type { CompiledBook } from '../../domain/compiled-book';
import { setMeasure } from '../../ports/store/tables/measures';
import { testApplication, type TestApplication } from '../support/application';
import { rows, send, signal } from '../support/facts-sent';
import { intakeBook, play } from '../support/intake-book';
import { describeStores, sharedStore } from '../support/stores';

const day = 86_400_000;
const measured = { when: 'signals.seats > 5.0', atMs: 60 * day };

function bookWith(measure: typeof measured, hash: string, holdoutShare = 0): CompiledBook {
  const book = intakeBook({ hash });
  const save = play('save-play', { dimension: 'churn', coolDownMs: 30 * day, holdoutShare }, { measure });
  return { ...book, playbooks: { ...book.playbooks, 'save-play': save } };
}

describeStores('the measure of a treatment that has ended before its day', (kind) => {
  let app: TestApplication;
  const store = sharedStore(kind);
  beforeEach(async () => {
    app = await testApplication({ store: store(), book: bookWith(measured, 'measured') });
  });

  const begin = async (customer: string): Promise<string> => {
    const [first] = await send(app, signal(app, 'usage_change_30d', -0.9, { customer }));
    return first?.treatments[0] ?? '';
  };
  const end = (treatmentId: string) =>
    app.store.transaction((tx) =>
      closeTreatment(tx, app, { treatmentId, outcome: 'saved', reason: 'end', mark: 0, details: '' }),
    );
  const answers = () =>
    rows<{ id: string; measure: boolean | null; at: string | null }>(
      app,
      'SELECT id, measure, measured_at AS at FROM treatments ORDER BY ordinal, id',
    );
  const sweep = async () => (await sweepDue(app, { limit: 10 })).measured;

  it('is written on its day, and not before', async () => {
    const id = await begin('early');
    await end(id);
    app.clock.advance(60 * day - 1_000);
    await send(app, signal(app, 'seats', 9, { customer: 'early' }));
    expect([await sweep(), await answers()]).toEqual([0, [{ id, measure: null, at: null }]]);
    app.clock.advance(1_000);
    expect(await sweep()).toBe(1);
    expect(await answers()).toEqual([{ id, measure: true, at: app.clock.now() }]);
    expect(await sweep()).toBe(0);
  });

  it('is judged by the facts of its day, not by those of the end', async () => {
    await send(app, signal(app, 'seats', 9, { customer: 'shrank' }));
    const id = await begin('shrank');
    await end(id);
    app.clock.advance(59 * day);
    await send(app, signal(app, 'seats', 2, { customer: 'shrank' }));
    app.clock.advance(day);
    await sweep();
    expect(await answers()).toMatchObject([{ measure: false }]);
  });

  it('is judged by the pinned program, whatever book is active', async () => {
    const id = await begin('pinned');
    await end(id);
    await app.activate(bookWith({ ...measured, when: 'signals.seats > 100.0' }, 'harder'));
    app.clock.advance(60 * day);
    await send(app, signal(app, 'seats', 9, { customer: 'pinned' }));
    await sweep();
    expect(await answers()).toMatchObject([{ id, measure: true }]);
  });

  it('is written for the holdout too, by the same sweep', async () => {
    await app.activate(bookWith(measured, 'held', 1));
    const id = await begin('held');
    await end(id);
    app.clock.advance(60 * day);
    expect(await sweep()).toBe(1);
    expect(await rows(app, 'SELECT arm, measure FROM treatments')).toEqual([
      { arm: 'holdout', measure: false },
    ]);
    expect(id).not.toBe('');
  });

  it('is left to the treatment while it runs, and to what it had written', async () => {
    await begin('running');
    const wrote = await begin('wrote');
    await app.store.transaction((tx) => setMeasure(tx, wrote, true, app.clock.now()));
    await end(wrote);
    app.clock.advance(61 * day);
    expect(await sweep()).toBe(0);
    expect((await answers()).map(({ measure }) => measure).sort()).toEqual([null, true].sort());
  });

  it('of one treatment that fails is logged and keeps the others from nothing', async () => {
    const broken = await begin('broken');
    const fine = await begin('fine');
    await end(broken);
    await end(fine);
    await rows(app, "UPDATE treatments SET playbook = 'gone' WHERE id = $1", [broken]);
    app.clock.advance(60 * day);
    expect(await sweep()).toBe(1);
    expect(app.logged).toContain('measure failed in the sweep');
    expect((await answers()).find(({ id }) => id === fine)?.measure).toBe(false);
  });

  it('comes in bounded batches', async () => {
    for (const customer of ['a', 'b', 'c']) await end(await begin(customer));
    app.clock.advance(60 * day);
    // The customers' own evaluations are due by then too.
    expect(await sweepDue(app, { limit: 2 })).toMatchObject({ measured: 2, more: true });
    expect(await sweepDue(app, { limit: 2 })).toMatchObject({ measured: 1 });
  });
});

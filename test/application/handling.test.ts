import { readHandling } from '../../application/handling';
import { verifyLedger } from '../../application/ledger/verify';
import { completeTask } from '../../application/people/tasks';
import { sweepDue } from '../../application/sweep';
import { customerTimeline } from '../../application/timeline';
import type { CompiledBook } from '../../domain/compiled-book';
import type { SegmentDefinition } from '../../domain/segments/segment';
import { segmentDefinition } from '../support/book-builder';
import { testActor, testApplication, type TestApplication } from '../support/application';
import { rows, send, signal } from '../support/facts-sent';
import { intakeBook } from '../support/intake-book';
import { describeStores } from '../support/stores';

const day = 86_400_000;

function handlingBook(hash: string, more: Partial<SegmentDefinition> = {}): CompiledBook {
  const book = intakeBook();
  const { contact, ...policies } = book.policies;
  const quiet = segmentDefinition('quiet', {
    title: 'Quiet ones',
    layer: 'behaviour',
    entry: 'signals.seats < 5.0',
    exit: 'signals.seats >= 5.0',
    need: 'To be left alone',
    routing: { queue: 'success', skills: ['patience'], priority: 2 },
    escalation: { hard: ['vpn_used'], soft: ['cancelled'] },
    changes: { contactFrequency: 'weekly', serviceLevel: 'urgent', eligibility: 'nothing' },
    ...more,
  });
  return {
    ...book,
    hash,
    segments: [...book.segments.filter(({ id }) => id !== 'fraud-suspected'), quiet],
    policies: {
      ...policies,
      contact: { ...contact, frequencies: { weekly: { messages: 1, periodMs: 7 * day } } },
      serviceLevels: { urgent: { firstResponseMs: 4 * 3_600_000, words: 'soon' } },
      eligibility: { everybody: ['credit'], levels: { nothing: { adds: [], removes: ['credit'] } } },
      escalationDueMs: 3_600_000,
      owners: { 'Head of quiet': 'quiet-leads' },
    },
  };
}

describeStores('how a customer is handled', (kind) => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await testApplication({ kind, book: handlingBook('handling') });
  });
  afterAll(() => app.close());

  const seats = (customer: string, value: number) => send(app, signal(app, 'seats', value, { customer }));
  const keyOf = async (customer: string) => {
    const [row] = await rows<{ customer_key: string }>(
      app,
      'SELECT customer_key FROM identities WHERE value = $1',
      [customer],
    );
    return row!.customer_key;
  };
  const adjusted = async (customer: string) =>
    rows(
      app,
      'SELECT what, from_level, to_level, because FROM adjustments WHERE customer_key = $1 ORDER BY id',
      [await keyOf(customer)],
    );
  const tasks = (customer: string) =>
    rows<{ id: string; queue: string; title: string; details: string; due_at: string; respond_by: string }>(
      app,
      `SELECT t.* FROM tasks t JOIN identities i USING (customer_key) WHERE i.value = $1 ORDER BY opened_at`,
      [customer],
    );

  it('changes on the crossing with a record of each level, and is restored on leaving', async () => {
    await seats('h1', 3);
    const entered = [
      { what: 'contactFrequency', from_level: null, to_level: 'weekly', because: 'quiet' },
      { what: 'serviceLevel', from_level: null, to_level: 'urgent', because: 'quiet' },
      { what: 'eligibility', from_level: null, to_level: 'no offers', because: 'quiet' },
    ];
    expect(await adjusted('h1')).toEqual(entered);
    const key = await keyOf('h1');
    const now = () => app.store.transaction(async (tx) => (await readHandling(tx, app, key)).handling);
    expect(await now()).toMatchObject({
      contactFrequency: { value: 'weekly', because: 'quiet' },
      eligibility: { offers: [] },
    });
    await seats('h1', 8);
    expect(await now()).toMatchObject({ eligibility: { offers: ['credit'] } });
    expect((await now()).contactFrequency).toBeUndefined();
    expect((await adjusted('h1')).slice(3)).toEqual(
      entered.map(({ what, to_level: from_level, because }) => ({
        what,
        from_level,
        to_level: null,
        because,
      })),
    );
  });

  it('stands in the timeline and, sealed, in the ledger', async () => {
    await seats('h2', 3);
    const key = await keyOf('h2');
    const entries = await customerTimeline(app, key);
    expect(entries.filter((entry) => entry.kind === 'adjustment').map(({ title }) => title)).toContain(
      'contactFrequency: standard to weekly',
    );
    const ledger = await rows<{ text: string }>(
      app,
      "SELECT text FROM ledger_entries WHERE customer_key = $1 AND text LIKE '%adjusted%'",
      [key],
    );
    expect(ledger).toHaveLength(3);
    expect(await verifyLedger(app, { customerKey: key })).toMatchObject({ ok: true });
  });

  it('gives a fact that a segment has as a hard trigger to a person at once, once, with the handling', async () => {
    await seats('h3', 3);
    expect(await tasks('h3')).toEqual([]);
    const fact = signal(app, 'vpn_used', true, { customer: 'h3' });
    await send(app, fact);
    await send(app, fact);
    const [task, ...others] = await tasks('h3');
    expect(others).toEqual([]);
    const inHours = (hours: number) =>
      new Date(Date.parse(app.clock.now()) + hours * 3_600_000).toISOString();
    expect(task).toMatchObject({
      queue: 'success',
      title: 'Quiet ones: vpn used',
      details: 'test. To be left alone.',
      treatment_id: null,
      due_at: inHours(1),
      respond_by: inHours(4),
      handling: { routing: { value: { skills: ['patience'], priority: 2 } } },
    });
    const done = await completeTask(app, { taskId: task!.id, result: 'fine', actor: testActor });
    expect(done).toMatchObject({ ok: true, task: { state: 'done' } });
  });

  it('opens no task for the fact of somebody who is not in the segment', async () => {
    await seats('h4', 8);
    await send(app, signal(app, 'vpn_used', true, { customer: 'h4' }));
    expect(await tasks('h4')).toEqual([]);
  });

  it('raises stakes for a soft trigger until its fact has aged', async () => {
    await seats('h5', 3);
    await send(app, signal(app, 'cancelled', true, { customer: 'h5' }));
    const key = await keyOf('h5');
    const stakes = () =>
      app.store.transaction(async (tx) => (await readHandling(tx, app, key)).handling.stakes);
    expect(await stakes()).toEqual({ value: 'medium', because: 'quiet' });
    expect(await tasks('h5')).toEqual([]);
    const before = app.clock.now();
    app.clock.advance(31 * day);
    expect(await stakes()).toBeUndefined();
    app.clock.set(before);
  });
});

describeStores('the review of a segment', (kind) => {
  let app: TestApplication;
  beforeAll(async () => {
    const more = { owner: 'Head of quiet', reviewOn: '2026-03-02' };
    app = await testApplication({
      kind,
      book: handlingBook('reviewed', more),
      now: '2026-03-02T09:00:00.000Z',
    });
  });
  afterAll(() => app.close());
  const open = () =>
    rows<{ id: string; queue: string }>(
      app,
      "SELECT id, queue, title, customer_key FROM tasks WHERE step = 'review'",
    );

  it('becomes one task for the queue of its owner on the day after, and no second one', async () => {
    await sweepDue(app, { limit: 10 });
    expect(await open()).toEqual([]);
    app.clock.advance(day);
    await sweepDue(app, { limit: 10 });
    await sweepDue(app, { limit: 10 });
    expect(await open()).toMatchObject([
      { queue: 'quiet-leads', title: 'Review the segment Quiet ones', customer_key: null },
    ]);
  });

  it('is done like any other task', async () => {
    const [task] = await open();
    expect(await completeTask(app, { taskId: task!.id, actor: testActor })).toMatchObject({ ok: true });
  });

  it('comes again when its next date has passed', async () => {
    const next = { owner: 'Nobody in particular', reviewOn: '2026-06-30' };
    await app.activate(handlingBook('reviewed-again', next));
    app.clock.set('2026-07-01T00:30:00.000Z');
    await sweepDue(app, { limit: 10 });
    expect((await open()).map(({ queue }) => queue).sort()).toEqual(['quiet-leads', 'success']);
  });
});

import { stopTreatment } from '../../../application/controls';
import { completeTask, listTasks } from '../../../application/people/tasks';
import { rawSignal } from '../../support/book-builder';
import { testActor, testApplication, type TestApplication } from '../../support/application';
import { rows, send, signal } from '../../support/facts-sent';
import { intakeBook } from '../../support/intake-book';
import { describeStores } from '../../support/stores';

const base = intakeBook();
const book = intakeBook({
  hash: 'human-request',
  signals: { ...base.signals, human_requested: rawSignal('human_requested', { type: 'boolean' }) },
  policies: {
    ...base.policies,
    humanRequest: {
      signal: 'human_requested',
      queue: 'support',
      title: 'Asks for a person',
      dueMs: 3_600_000,
    },
  },
});

describeStores('a customer who asks for a person', (kind) => {
  let app: TestApplication;
  let customer = '';
  let customers = 0;
  beforeAll(async () => {
    app = await testApplication({ kind, book });
  });
  afterAll(() => app.close());
  beforeEach(() => {
    customers += 1;
    customer = `human-${customers}`;
  });

  const ask = (context?: string) => {
    const fields = { customer, ...(context !== undefined && { context }) };
    return send(app, signal(app, 'human_requested', true, fields));
  };
  const tasks = () => listTasks(app, { customer, limit: 10 });

  it('gets a task at once, without any play', async () => {
    await ask('conversation:c1');
    expect(await tasks()).toMatchObject([
      {
        queue: 'support',
        title: 'Asks for a person',
        details: 'Asked in conversation:c1',
        state: 'open',
        treatmentId: null,
        dueAt: '2026-03-02T10:00:00.000Z',
      },
    ]);
  });

  it('gets one however often it asks, and another once that is done', async () => {
    await ask();
    await ask();
    const [task, ...others] = await tasks();
    expect(others).toEqual([]);
    await completeTask(app, { taskId: task?.id ?? '', actor: testActor });
    await ask();
    expect((await tasks()).map(({ state }) => state).sort()).toEqual(['done', 'open']);
  });

  it('keeps it whatever becomes of the plays that run', async () => {
    const [started] = await send(app, signal(app, 'usage_change_30d', -0.9, { customer }));
    await ask();
    const treatmentId = started?.treatments[0] ?? '';
    await stopTreatment(app, treatmentId, { actor: testActor, reason: 'asked to' });
    expect(await tasks()).toMatchObject([{ state: 'open' }]);
  });

  it('is written to the ledger', async () => {
    await ask();
    const [task] = await tasks();
    const entries = await rows<{ text: string }>(
      app,
      'SELECT text FROM ledger_entries WHERE customer_key = $1',
      [task?.customerKey],
    );
    expect(entries.some(({ text }) => text.includes('humanRequest'))).toBe(true);
  });
});

import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { TemporalDevServer } from '../../ports/processes/temporal-dev-server';
import { createTemporalRuntime } from '../../ports/temporal/temporal-runtime';
import { searchAttributeNames } from '../../workflows/search-attributes';
import { quietTemporal } from '../support/quiet-temporal';
import { devServer } from '../support/temporal';
import { workflowBundle } from '../support/workflow-bundle';
import { fakeWorld } from './support/fake-activities';
import { day, end, inputOf, message, programOf, wait } from './support/inputs';
import { senderTo } from './support/stage';

jest.setTimeout(120_000);

// The real server: what people read in its UI is kept, or lost, by it.
describe('what people read of a treatment that continued as new', () => {
  let server: TemporalDevServer;
  let connection: Connection;
  let native: NativeConnection;
  beforeAll(async () => {
    quietTemporal();
    const attributes = searchAttributeNames.map((name) => [name, 'Keyword'] as const);
    server = await devServer({ searchAttributes: Object.fromEntries(attributes) });
    [connection, native] = await Promise.all([
      Connection.connect({ address: server.address }),
      NativeConnection.connect({ address: server.address }),
    ]);
  });
  afterAll(async () => {
    await native.close();
    await connection.close();
    await server.stop();
  });

  // The server gives a continued run neither the static summary nor the static details, and the SDK cannot set them:
  // the current details say it all.
  it('says why it started, its plan and where it is, and keeps attributes, memo and the summaries of timers', async () => {
    const client = new Client({ connection });
    const world = fakeWorld(() => Date.now());
    const program = programOf([
      { op: 'loop', step: 'rounds', summary: 'Rounds', times: 30, exit: 4 },
      message('hello'),
      wait('next', 60 * day, ['go']),
      { op: 'next', step: 'rounds', summary: '', loop: 0 },
      end(),
    ]);
    const input = { ...inputOf(program, new Date().toISOString()), continueAfterEvents: 25 };
    const worker = await Worker.create({
      connection: native,
      taskQueue: 'continued',
      workflowBundle: await workflowBundle(),
      activities: world.activities,
    });
    await worker.runUntil(async () => {
      await createTemporalRuntime(client, 'continued').start(input);
      const handle = client.workflow.getHandle(input.treatmentId);
      const send = senderTo(handle);
      const first = (await handle.describe()).runId;
      const runs = new Set([first]);
      while (runs.size < 3) {
        const { runId } = await handle.describe();
        if (!runs.has(runId)) runs.add(runId);
        await send({ kind: 'event', name: 'go', value: true, signalId: 'go' });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const described = await handle.describe();
      expect(described.runId).not.toBe(first);
      expect(described.memo).toMatchObject({ bookHash: 'book', dimension: 'churn' });
      const shown = Object.fromEntries(
        described.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
      );
      expect(shown).toMatchObject({ CustomerKey: '000000000000', Playbook: 'test-play', Step: 'next' });
      const { currentDetails } = await handle.query<{ currentDetails: string }>(
        '__temporal_workflow_metadata',
      );
      for (const words of [program.title, input.why, 'Send hello', 'Wait next', 'Rounds'])
        expect(currentDetails).toContain(words);
      const timers = await timersOf(client.workflow.getHandle(input.treatmentId, described.runId));
      for (const { userMetadata } of timers)
        expect(Buffer.from(userMetadata?.summary?.data ?? []).toString()).not.toBe('');
      await handle.terminate();
    });
  });
});

/** The timers of a run, once it has one. */
async function timersOf(handle: WorkflowHandle) {
  for (;;) {
    const { events } = await handle.fetchHistory();
    const timers = (events ?? []).filter(({ timerStartedEventAttributes: timer }) => timer);
    if (timers.length > 0) return timers;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

import { Writable } from 'node:stream';
import { Worker } from '@temporalio/worker';
import pino from 'pino';
import { logTemporalTo } from '../../workers/temporal-log';
import { timeSkippingEnvironment } from '../support/temporal';
import { workflowBundle } from '../support/workflow-bundle';

jest.setTimeout(90_000);

describe('the log of a worker', () => {
  it('takes what the native side of the SDK warns of, which else would be printed into the terminal', async () => {
    const lines: string[] = [];
    const file = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    logTemporalTo(pino({ level: 'info' }, file));
    const environment = await timeSkippingEnvironment();
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue: 'quiet',
      workflowBundle: await workflowBundle(),
      activities: { nothing: () => Promise.resolve() },
    });
    await worker.runUntil(new Promise((resolve) => setTimeout(resolve, 500)));
    await environment.teardown();
    const warnings = lines
      .map((line) => JSON.parse(line) as { level: number; msg: string; sdk?: boolean })
      .filter(({ level, sdk }) => level === 40 && sdk === true);
    // The test server is older than what the SDK would like to use.
    expect(warnings.map(({ msg }) => msg)).toContainEqual(expect.stringContaining('Temporal Server'));
  });
});

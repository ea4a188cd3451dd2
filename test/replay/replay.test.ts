import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { DeterminismViolationError } from '@temporalio/workflow';
import { DefaultLogger, Runtime, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { bundleTreatments } from '../workflows/support/stage';
import { cases } from './shapes';

interface Recorded {
  readonly runs: readonly { readonly events: readonly Record<string, unknown>[] }[];
}

const fileOf = (op: string, situation: string) =>
  path.join(__dirname, 'histories', `${op}.${situation}.json`);
const read = (op: string, situation: string): Recorded =>
  JSON.parse(readFileSync(fileOf(op, situation), 'utf8')) as Recorded;

describe('recorded treatments', () => {
  let workflowBundle: WorkflowBundleWithSourceMap;
  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    workflowBundle = await bundleTreatments();
  }, 60_000);

  it('exist for every instruction in every situation', () => {
    const missing = cases.filter(([op, situation]) => !existsSync(fileOf(op, situation)));
    expect(missing).toEqual([]);
  });

  it.each(cases)('%s, %s: replays', async (op, situation) => {
    const { runs } = read(op, situation);
    if (situation === 'continued-as-new') expect(runs.length).toBeGreaterThan(1);
    for (const run of runs) await replay(run);
  });

  it('fail with a determinism violation and nothing else when a step was another one', async () => {
    const [run] = read('effect', 'normal').runs;
    const tampered = JSON.parse(
      JSON.stringify(run).replace('"sendMessage"', '"showBanner"'),
    ) as Recorded['runs'][number];
    await expect(replay(tampered)).rejects.toBeInstanceOf(DeterminismViolationError);
  });

  async function replay(run: Recorded['runs'][number]): Promise<void> {
    await Worker.runReplayHistory({ workflowBundle }, historyFromJSON(run), 'replay');
  }
});

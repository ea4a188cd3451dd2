import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { quietTemporal } from '../support/quiet-temporal';
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
    quietTemporal();
    workflowBundle = await bundleTreatments();
  }, 300_000);

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

  // The stop as a checkpoint's answer would carry it today: as recorded, it comes with the relay's signal at best.
  it('keep to the rules they were recorded by where a change of the machine is guarded', async () => {
    const [run] = read('rescore', 'normal').runs;
    const stop = { seq: 2, kind: 'stop', reason: 'asked to stop', outcome: 'stopped' };
    await replay(withCheckpointInbox(run!, [stop]));
  });

  async function replay(run: Recorded['runs'][number]): Promise<void> {
    await Worker.runReplayHistory({ workflowBundle }, historyFromJSON(run), 'replay');
  }
});

type Run = Recorded['runs'][number];
interface Answered {
  readonly activityTaskCompletedEventAttributes?: {
    readonly result: { readonly payloads: readonly { data: string }[] };
  };
}

/** A run whose checkpoint answers with inbox items, as none did when it was recorded. */
function withCheckpointInbox(run: Run, inbox: readonly object[]): Run {
  const changed = structuredClone(run);
  const payloads = (changed.events as readonly Answered[]).flatMap(
    ({ activityTaskCompletedEventAttributes: answered }) => answered?.result.payloads ?? [],
  );
  const answers = payloads.map(({ data }) => JSON.parse(Buffer.from(data, 'base64').toString()) as object);
  const at = answers.findIndex((answer) => 'points' in answer);
  payloads[at]!.data = Buffer.from(JSON.stringify({ ...answers[at], inbox })).toString('base64');
  return changed;
}

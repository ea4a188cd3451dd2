import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { NativeConnection, Worker } from '@temporalio/worker';
import { startTemporalDevServer } from '../ports/processes/temporal-dev-server';
import type { Op } from '../domain/program';
import { cases, ops, shapeOf, type Situation } from '../test/replay/shapes';
import { storyWorld, tell } from '../test/replay/stories';
import { quietTemporal } from '../test/support/quiet-temporal';
import { inputOf } from '../test/workflows/support/inputs';
import { bundleTreatments } from '../test/workflows/support/stage';
import { searchAttributeNames, startAttributes } from '../workflows/search-attributes';

/** Records one history for each instruction in each situation from the real development server; run after a change of the machine that is meant to be incompatible. */
async function record(): Promise<void> {
  quietTemporal();
  const folder = path.join(__dirname, '../test/replay/histories');
  const scratch = mkdtempSync(path.join(tmpdir(), 'tideline-record-'));
  // Instructions named on the command line, or all.
  const named = process.argv.slice(2);
  const wanted = ops.filter((op) => named.length === 0 || named.includes(op));
  const searchAttributes = Object.fromEntries(searchAttributeNames.map((name) => [name, 'Keyword' as const]));
  const server = await startTemporalDevServer({
    searchAttributes,
    headless: true,
    logFile: path.join(scratch, 'server.log'),
  });
  try {
    const { address } = server;
    const [connection, native, workflowBundle] = await Promise.all([
      Connection.connect({ address }),
      NativeConnection.connect({ address }),
      bundleTreatments(),
    ]);
    const stage = { client: new Client({ connection }), native, workflowBundle };
    mkdirSync(folder, { recursive: true });
    for (const op of wanted) {
      const situations = cases.filter(([one]) => one === op).map(([, situation]) => situation);
      const recorded = await Promise.all(
        situations.map(async (situation) => ({ situation, runs: await recordOne(stage, op, situation) })),
      );
      for (const { situation, runs } of recorded) {
        writeFileSync(
          path.join(folder, `${op}.${situation}.json`),
          `${JSON.stringify({ op, situation, runs })}\n`,
        );
      }
      console.log(
        `${op}: ${recorded.map(({ situation, runs }) => `${situation} ${runs.length}`).join(', ')}`,
      );
    }
    await connection.close();
    await native.close();
  } finally {
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface RecordingStage {
  readonly client: Client;
  readonly native: NativeConnection;
  readonly workflowBundle: Awaited<ReturnType<typeof bundleTreatments>>;
}

// An hour of a story passes in a second.
const scale = 3_600;

async function recordOne(
  { client, native, workflowBundle }: RecordingStage,
  op: Op,
  situation: Situation,
): Promise<unknown[]> {
  const base = Date.now();
  const now = () => base + (Date.now() - base) * scale;
  const story = storyWorld(now);
  if (situation === 'store-away') story.world.outcomesRefused = 1;
  const startedAt = new Date(base).toISOString();
  const input = {
    ...inputOf(shapeOf(op), startedAt, { clock: { base: startedAt, scale } }),
    treatmentId: `replay:${op}:${situation}`,
    ...(situation === 'continued-as-new' && { continueAfterEvents: 10 }),
  };
  const taskQueue = `record-${op}-${situation}`;
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle,
    activities: story.activities,
  });
  return worker.runUntil(async () => {
    const handle = await client.workflow.start(input.program.type, {
      workflowId: input.treatmentId,
      taskQueue,
      args: [input],
      typedSearchAttributes: startAttributes(input),
    });
    await tell(op, situation, { handle: client.workflow.getHandle(input.treatmentId), story });
    return historiesOf(client, input.treatmentId, handle.firstExecutionRunId);
  });
}

/** The histories of all runs, the first one first. */
async function historiesOf(client: Client, workflowId: string, firstRunId: string): Promise<unknown[]> {
  const runs: unknown[] = [];
  for (let runId: string | undefined = firstRunId; runId !== undefined;) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    runs.push(JSON.parse(historyToJSON(history)));
    const last = history.events?.at(-1);
    runId = last?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined;
  }
  return runs;
}

void record();

import { CliFailure, exitCodes } from '../failure';
import { textField, type Remote } from '../remote';
import { batchesOf, type Batch } from './batches';
import { csvHeading, csvRows } from './csv-rows';
import { columnsOf, type Mapping } from './mapping';
import { runPipeline } from './pipeline';
import { writeProgress, type Progress } from './progress';
import { openRejects, type Rejects } from './rejects';
import { sendBatch, type SentBatch } from './send-batch';

/** One import, ready to run. */
export interface ImportPlan {
  readonly csv: string;
  readonly mapping: Mapping;
  readonly remote: Remote;
  readonly backfill: boolean;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly rejectsFile: string;
  readonly progressFile: string;
  readonly from: Progress;
  readonly report: (progress: Progress) => void;
}

/** Sends a table's facts from where the last run ended; the storm breaker stops it unless it is a backfill. */
export async function runImport(plan: ImportPlan): Promise<Progress> {
  const rejects = openRejects(plan.rejectsFile, await csvHeading(plan.csv), plan.from.rejectBytes);
  let progress = plan.from;
  let tripped = await stormBreaker(plan);
  try {
    const rows = csvRows(plan.csv, columnsOf(plan.mapping), progress.rows);
    await runPipeline(batchesOf(rows, plan.mapping, plan.batchSize), {
      concurrency: plan.concurrency,
      halted: () => tripped !== undefined,
      send: async (batch) => {
        const sent = await sendBatch(plan.remote, batch, plan);
        tripped ??= await stormBreaker(plan);
        return sent;
      },
      commit: async (batch, sent) => {
        progress = await committed(progress, batch, sent, rejects);
        await writeProgress(plan.progressFile, progress);
        plan.report(progress);
      },
    });
  } finally {
    await rejects.close();
  }
  if (tripped !== undefined) throw stopped(progress, tripped);
  progress = { ...progress, done: true };
  await writeProgress(plan.progressFile, progress);
  return progress;
}

async function committed(
  before: Progress,
  batch: Batch,
  sent: SentBatch,
  rejects: Rejects,
): Promise<Progress> {
  const rejected = [...batch.rejected, ...sent.rejected].sort((a, b) => a.number - b.number);
  return {
    ...before,
    rows: batch.upTo,
    accepted: before.accepted + sent.accepted,
    duplicates: before.duplicates + sent.duplicates,
    rejected: before.rejected + rejected.length,
    passedOver: before.passedOver + batch.passedOver,
    rejectBytes: await rejects.add(rejected),
  };
}

async function stormBreaker(plan: ImportPlan): Promise<string | undefined> {
  if (plan.backfill) return undefined;
  const answer = await plan.remote.get('/v1/storm-breaker');
  return answer['tripped'] === true ? textField(answer, 'reason', 'more crossings than usual') : undefined;
}

function stopped(progress: Progress, reason: string): CliFailure {
  return new CliFailure(
    [
      `The storm breaker stopped the import after ${progress.rows} rows: ${reason}.`,
      'Treatments are held back, nothing is lost. Look at `tideline storm status`, then either',
      '  run `tideline storm clear --release` (or --drop) and the same import again, which goes on from here, or',
      '  import with --backfill, which records the facts without treating anyone.',
    ].join('\n'),
    exitCodes.stormBreaker,
  );
}

import { listJudgeable } from '../../ports/store/tables/judgeable';
import type { TreatmentRuntime } from '../../ports/temporal/treatment-runtime';
import type { Application } from '../application';
import { closeTreatment } from '../close-treatment';

const settledAfterMs = 60_000;

/** What the janitor works with. */
export interface JanitorDeps {
  readonly app: Application;
  readonly runtime: TreatmentRuntime;
  /** Settles effects that a crash left attempting; gives how many it settled. */
  readonly settleStuckEffects: () => Promise<number>;
}

/** What one batch came to. */
export interface ComparedBatch {
  readonly cursor?: string;
  readonly examined: number;
  readonly mended: number;
  readonly alarms: readonly string[];
}

/** Compares one batch of open treatments with Temporal: those whose workflow is gone are closed as failed and arbitrated again. */
export async function compareBatch(
  { app, runtime, settleStuckEffects }: JanitorDeps,
  batch: { readonly cursor: string; readonly limit: number },
  beat: () => void,
): Promise<ComparedBatch> {
  const deliveredBefore = new Date(Date.parse(app.clock.now()) - settledAfterMs).toISOString();
  const page = { deliveredBefore, after: batch.cursor, limit: batch.limit };
  const ids = (await app.store.transaction((tx) => listJudgeable(tx, page))).map(({ id }) => id);
  const alarms: string[] = [];
  let mended = batch.cursor === '' ? await settleStuckEffects() : 0;
  for (const id of ids) {
    beat();
    const state = await runtime.state(id);
    if (state === 'running') {
      const fault = await runtime.stuckBecause(id);
      if (fault !== undefined) alarms.push(`${id}: its workflow task keeps failing: ${fault}`);
      continue;
    }
    mended += await closeGone(app, id, state);
  }
  for (const alarm of alarms) app.log.error({ alarm }, 'janitor found something a person must look at');
  const cursor = ids.length === batch.limit ? ids.at(-1) : undefined;
  return { ...(cursor === undefined ? {} : { cursor }), examined: ids.length, mended, alarms };
}

// A workflow that ended well closed its row in its own last activity, so only the terminated and the vanished are left here.
async function closeGone(app: Application, treatmentId: string, state: 'closed' | 'absent'): Promise<number> {
  await app.store.transaction((tx) =>
    closeTreatment(tx, app, {
      treatmentId,
      outcome: 'failed',
      reason: state === 'closed' ? 'terminated' : 'workflowAbsent',
      mark: 0,
      details: 'Found gone when the store was compared with Temporal.',
    }),
  );
  return 1;
}

import '../../ports/processes/settled-exports';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { readSettings } from '../../config/settings';
import { activitiesOf } from '../../workers/activities';
import { compose } from '../../workers/composition';
import { crashHookFrom } from '../../workers/crash-hook';
import { connectTemporal } from '../../workers/temporal-client';
import { untilStopped } from '../../workers/until-stopped';
import { createTreatmentWorker } from '../../workers/worker';
import { bareActivities } from './bare-activities';

/** The baseline's worker as a process of its own: Tideline's worker, activities and store, hand-written workflows. */
async function main(): Promise<void> {
  const settings = readSettings();
  const composition = await compose(settings);
  const { client, connection } = await connectTemporal(composition);
  const worker = await createTreatmentWorker({
    connection,
    namespace: settings.TIDELINE_TEMPORAL_NAMESPACE,
    taskQueue: settings.TIDELINE_TASK_QUEUE,
    maxCachedWorkflows: settings.TIDELINE_MAX_CACHED_WORKFLOWS,
    activities: { ...activitiesOf(composition, client, crashHookFrom(settings)), ...bareActivities },
    workflowBundle: await bundleWorkflowCode({ workflowsPath: path.join(__dirname, 'workflows.ts') }),
  });
  composition.log.info({}, 'worker is running');
  await worker.runUntil(untilStopped());
  await connection.close();
  await composition.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

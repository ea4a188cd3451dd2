import type { Settings } from '../../config/settings';
import { activitiesOf } from '../activities';
import { crashHookFrom } from '../crash-hook';
import { connectTemporal } from '../temporal-client';
import { untilStopped } from '../until-stopped';
import { withComposition } from '../with-composition';
import { createTreatmentWorker } from '../worker';
import { ensureSchedules } from '../schedules';
import { ensureSearchAttributes } from '../search-attributes';

/** A worker as a process of its own; several may run. */
export function runWorkerRole(settings: Settings): Promise<void> {
  return withComposition(settings, async (composition) => {
    const { client, connection } = await connectTemporal(composition);
    const worker = await createTreatmentWorker({
      connection,
      namespace: settings.TIDELINE_TEMPORAL_NAMESPACE,
      taskQueue: settings.TIDELINE_TASK_QUEUE,
      activities: activitiesOf(composition, client, crashHookFrom(settings)),
      maxCachedWorkflows: settings.TIDELINE_MAX_CACHED_WORKFLOWS,
    });
    await ensureSearchAttributes(client);
    await ensureSchedules(client, settings, composition.log);
    composition.log.info({}, 'worker is running');
    await worker.runUntil(untilStopped());
    await connection.close();
  });
}

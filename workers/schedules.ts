import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type ScheduleOptions,
} from '@temporalio/client';
import type { Log } from '../application/application';
import type { Settings } from '../config/settings';

// Ids of the schedules and the workflow each starts.
const plans = [
  { id: 'tideline-sweep', workflow: 'sweep', every: '1m', catchup: '1m' },
  { id: 'tideline-janitor', workflow: 'janitor', every: '5m', catchup: '5m' },
  { id: 'tideline-rescore-base', workflow: 'rescoreBase', every: '24h', catchup: '24h' },
] as const;

/** Creates or updates the schedules of operations; a run never overlaps its predecessor. */
export async function ensureSchedules(
  client: Client,
  settings: Pick<Settings, 'TIDELINE_TASK_QUEUE' | 'TIDELINE_CLOCK_SCALE'>,
  log: Log,
): Promise<void> {
  // On a scaled clock a minute is days: the sweep that serves the passing of time comes as often as a schedule may.
  for (const plan of plans) {
    const swift = plan.workflow === 'sweep' && settings.TIDELINE_CLOCK_SCALE > 1;
    const options: ScheduleOptions = {
      scheduleId: plan.id,
      spec: { intervals: [{ every: swift ? '5s' : plan.every }], ...(swift ? {} : { jitter: '5s' }) },
      action: {
        type: 'startWorkflow',
        workflowType: plan.workflow,
        taskQueue: settings.TIDELINE_TASK_QUEUE,
        args: [],
        workflowId: plan.id,
      },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: plan.catchup },
    };
    try {
      await client.schedule.create(options);
      log.info({ schedule: plan.id }, 'schedule created');
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      const { spec, action, policies } = options;
      await client.schedule.getHandle(plan.id).update((known) => ({ ...known, spec, action, policies }));
    }
  }
}

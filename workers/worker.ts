import { existsSync } from 'node:fs';
import path from 'node:path';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { OperationsActivities } from '../activities/operations-activities';
import type { TreatmentActivities } from '../activities/treatment-activities';
import { heartbeatWhileRunning } from './heartbeat';
import { preloadModules, workflowsPath } from './workflow-bundle';

/** What a worker process runs with. */
export interface TreatmentWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly activities: TreatmentActivities & OperationsActivities;
  readonly maxCachedWorkflows?: number;
  /** Another bundle than the one of this checkout. */
  readonly workflowBundle?: { readonly code: string };
}

const root = path.join(__dirname, '..');
const bundle = path.join(root, '.tideline/build/workflow-bundle.js');

/** Makes the worker that runs treatments and operations on one task queue. */
export async function createTreatmentWorker(options: TreatmentWorkerOptions): Promise<Worker> {
  return Worker.create({
    connection: options.connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue,
    activities: { ...options.activities },
    ...(options.workflowBundle ? { workflowBundle: options.workflowBundle } : workflowCode()),
    maxCachedWorkflows: options.maxCachedWorkflows ?? 1_000,
    // After kill -9 a treatment's next step waits this long for the dead worker's sticky queue.
    stickyQueueScheduleToStartTimeout: '2s',
    shutdownGraceTime: '10s',
    interceptors: { activity: [heartbeatWhileRunning] },
    bundlerOptions: { preloadModules },
  });
}

// The image ships a prebuilt bundle (half the start time and memory); a checkout bundles what is in the folder now.
function workflowCode(): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'> {
  return process.argv.includes('--prebuilt') && existsSync(bundle)
    ? { workflowBundle: { codePath: bundle } }
    : { workflowsPath };
}

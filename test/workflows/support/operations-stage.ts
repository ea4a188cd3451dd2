import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { createOperationsActivities } from '../../../activities/create-operations-activities';
import type { OperationsActivities } from '../../../activities/operations-activities';
import type { Application } from '../../../application/application';
import { createSmtpEmail } from '../../../ports/channels/smtp-email';
import { createStripeGateway } from '../../../ports/payments/stripe-gateway';
import { renderTemplate } from '../../../ports/templates/render';
import type { TreatmentRuntime } from '../../../ports/temporal/treatment-runtime';
import { timeSkippingEnvironment } from '../../support/temporal';
import { workflowBundle } from '../../support/workflow-bundle';

/** One call of an activity. */
export interface OperationsCall {
  readonly name: keyof OperationsActivities;
  readonly command: { readonly cursor?: string; readonly limit?: number } | undefined;
}

/** What one workflow run to its end came to. */
export interface OperationsRun {
  readonly result: unknown;
  /** The current details of its last run. */
  readonly details: string;
  /** Runs it took: one more for each continue-as-new. */
  readonly runs: number;
}

/** A server whose time skips, with the real workflows and activities over an application. */
export interface OperationsStage {
  run(
    type: 'rescoreBase' | 'janitor' | 'sweep',
    input: object,
    over: { readonly app: Application; readonly runtime: TreatmentRuntime },
    watch: (call: OperationsCall) => void,
  ): Promise<OperationsRun>;
  close(): Promise<void>;
}

/** Opens the stage: once for each test file. */
export async function openOperationsStage(): Promise<OperationsStage> {
  const [environment, bundle] = await Promise.all([timeSkippingEnvironment(), workflowBundle()]);
  return {
    close: () => environment.teardown(),
    run: async (type, input, { app, runtime }, watch) => {
      const taskQueue = `operations-${randomUUID()}`;
      const worker = await Worker.create({
        connection: environment.nativeConnection,
        taskQueue,
        workflowBundle: bundle,
        activities: watched(activitiesOf(app, runtime), watch),
      });
      return worker.runUntil(async () => {
        const workflowId = `${type}-${randomUUID()}`;
        const started = await environment.client.workflow.start(type, {
          workflowId,
          taskQueue,
          args: [input],
        });
        const result: unknown = await started.result();
        const details = await detailsOf(environment.client.workflow.getHandle(workflowId));
        return { result, details, runs: await runsOf(environment, workflowId, started.firstExecutionRunId) };
      });
    },
  };
}

/** Everything real but the effects, which no test has under way. */
function activitiesOf(app: Application, runtime: TreatmentRuntime): OperationsActivities {
  const nowhere = { host: '127.0.0.1', port: 9 };
  const deps = {
    app,
    email: createSmtpEmail(nowhere),
    payments: createStripeGateway({ ...nowhere, secretKey: 'sk', webhookSecret: 'wh', protocol: 'http' }),
    render: renderTemplate,
    links: () => ({ updateCard: '', account: '' }),
    trustUnsigned: false,
  };
  return createOperationsActivities(deps, runtime);
}

function watched(activities: OperationsActivities, watch: (call: OperationsCall) => void): object {
  const entries = Object.entries(activities) as [
    OperationsCall['name'],
    (command: never) => Promise<unknown>,
  ][];
  return Object.fromEntries(
    entries.map(([name, activity]) => [
      name,
      async (command: never) => {
        watch({ name, command });
        return activity(command);
      },
    ]),
  );
}

async function detailsOf(handle: WorkflowHandle): Promise<string> {
  const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  return currentDetails;
}

async function runsOf(
  { client }: TestWorkflowEnvironment,
  workflowId: string,
  firstRunId: string,
): Promise<number> {
  let runs = 0;
  let runId: string | undefined = firstRunId;
  while (runId !== undefined) {
    runs += 1;
    runId = await nextRun(client.workflow.getHandle(workflowId, runId));
  }
  return runs;
}

async function nextRun(handle: WorkflowHandle): Promise<string | undefined> {
  const { events } = await handle.fetchHistory();
  return events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId || undefined;
}

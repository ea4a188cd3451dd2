import {
  type Client,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { InboxItem } from '../../domain/inbox';
import type { TreatmentInput } from '../../domain/treatment';
import { inboxSignal } from '../../workflows/messages';
import { startAttributes } from '../../workflows/search-attributes';
import { startDetails, startSummary } from './start-details';
import { RuntimeRefusal, type TreatmentRuntime, type WorkflowState } from './treatment-runtime';

// gRPC INVALID_ARGUMENT and PERMISSION_DENIED-like answers that no retry will change.
const permanentGrpcCodes = new Set([3, 12]);

// A deploy or a dead worker costs a task one or two attempts; code that does not fit the history costs any number.
const stuckAttempts = 5;

/** Treatments as workflows of one task queue. `eager` asks the server to hand the first task to this process's own worker. */
export function createTemporalRuntime(client: Client, taskQueue: string, eager = false): TreatmentRuntime {
  return {
    start: (input) => startTreatment(client, taskQueue, eager, input),
    deliver: (treatmentId, items) => deliverItems(client, treatmentId, items),
    state: (treatmentId) => workflowState(client, treatmentId),
    stuckBecause: (treatmentId) => stuckBecause(client, treatmentId),
  };
}

async function startTreatment(
  client: Client,
  taskQueue: string,
  eager: boolean,
  input: TreatmentInput,
): Promise<void> {
  try {
    await client.workflow.start(input.program.type, {
      workflowId: input.treatmentId,
      taskQueue,
      args: [input],
      // The store row is the authority on uniqueness: a second start of the same id is the first one's retry.
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: startAttributes(input),
      staticSummary: startSummary(input),
      staticDetails: startDetails(input),
      memo: { bookHash: input.program.bookHash, dimension: input.program.dimension },
      requestEagerStart: eager,
    });
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return;
    throw refusalOf(input.treatmentId, error);
  }
}

async function deliverItems(
  client: Client,
  treatmentId: string,
  items: readonly InboxItem[],
): Promise<'delivered' | 'notFound'> {
  try {
    await client.workflow.getHandle(treatmentId).signal(inboxSignal, { items });
    return 'delivered';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'notFound';
    throw refusalOf(treatmentId, error);
  }
}

async function workflowState(client: Client, treatmentId: string): Promise<WorkflowState> {
  try {
    const description = await client.workflow.getHandle(treatmentId).describe();
    return description.status.name === 'RUNNING' || description.status.name === 'CONTINUED_AS_NEW'
      ? 'running'
      : 'closed';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'absent';
    throw error;
  }
}

async function stuckBecause(client: Client, treatmentId: string): Promise<string | undefined> {
  const { raw } = await client.workflow.getHandle(treatmentId).describe();
  const { attempt } = raw.pendingWorkflowTask ?? {};
  return (attempt ?? 0) >= stuckAttempts ? `attempt ${attempt} of its workflow task` : undefined;
}

function refusalOf(treatmentId: string, error: unknown): unknown {
  const code = grpcCode(error);
  return error instanceof Error && code !== undefined && permanentGrpcCodes.has(code)
    ? new RuntimeRefusal(treatmentId, error)
    : error;
}

function grpcCode(error: unknown): number | undefined {
  const cause: unknown = error instanceof ServiceError ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'number'
    ? cause.code
    : undefined;
}

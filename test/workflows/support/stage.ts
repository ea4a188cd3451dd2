import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import type { InboxItem } from '../../../domain/inbox';
import type { TreatmentInput, TreatmentResult } from '../../../domain/treatment';
import { inboxSignal } from '../../../workflows/messages';
import { searchAttributeNames, startAttributes } from '../../../workflows/search-attributes';
import { preloadModules, workflowsPath } from '../../../workers/workflow-bundle';
import { timeSkippingEnvironment } from '../../support/temporal';
import { type FakeWorld, fakeWorld } from './fake-activities';

type Item = InboxItem extends infer I ? (I extends unknown ? Omit<I, 'seq'> : never) : never;

/** A server whose time skips, with the real workflow and an activity world in memory. */
export interface Stage {
  readonly environment: TestWorkflowEnvironment;
  nowIso(): Promise<string>;
  world(): FakeWorld;
  /** Starts a treatment against a world and runs `scene` while a worker serves it. */
  play<T>(
    input: TreatmentInput,
    world: FakeWorld,
    scene: (handle: WorkflowHandle<typeof runs>, send: Sender, taskQueue: string) => Promise<T>,
  ): Promise<T>;
  close(): Promise<void>;
}
export type Sender = (...items: readonly (Item & { seq?: number })[]) => Promise<void>;
declare function runs(input: TreatmentInput): Promise<TreatmentResult>;

/** Opens the stage: once for each test file. */
export async function openStage(): Promise<Stage> {
  const environment = await timeSkippingEnvironment(
    Object.fromEntries(searchAttributeNames.map((name) => [name, 'Keyword' as const])),
  );
  const workflowBundle = await bundleTreatments();
  const nowIso = async () => new Date(await environment.currentTimeMs()).toISOString();
  return {
    environment,
    nowIso,
    world: () => fakeWorld(() => environment.currentTimeMs()),
    close: () => environment.teardown(),
    play: async (input, world, scene) => {
      // A queue of its own: a play that fails must not take the next one's worker with it.
      const taskQueue = `treatments-${randomUUID()}`;
      const worker = await Worker.create({
        connection: environment.nativeConnection,
        taskQueue,
        workflowBundle,
        activities: world.activities,
      });
      return worker.runUntil(async () => {
        const handle = await environment.client.workflow.start<typeof runs>(input.program.type, {
          workflowId: input.treatmentId,
          taskQueue,
          args: [input],
          typedSearchAttributes: startAttributes(input),
        });
        return scene(handle, senderTo(handle), taskQueue);
      });
    },
  };
}

/** The workflow bundle as workers load it. */
export function bundleTreatments(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath,
    preloadModules,
    logger: new DefaultLogger('ERROR'),
  });
}

/** Sends inbox items with the next sequence numbers, or with those given. */
export function senderTo(handle: Pick<WorkflowHandle, 'signal'>): Sender {
  let last = 0;
  return async (...items) => {
    const numbered = items.map((item) => {
      last = item.seq ?? last + 1;
      return { ...item, seq: last };
    });
    await handle.signal(inboxSignal, { items: numbered });
  };
}

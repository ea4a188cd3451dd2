import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { OperationsActivities } from '../../activities/operations-activities';
import type { Op } from '../../domain/program';
import type { TreatmentActivities } from '../../domain/treatment-activities';
import { getProgressQuery } from '../../workflows/messages';
import { type FakeWorld, fakeWorld } from '../workflows/support/fake-activities';
import { type Sender, senderTo } from '../workflows/support/stage';
import type { Situation } from './shapes';

const pollMs = 20;
const mostPolls = 1_000;

/** A world whose activities can be held while they are in flight. */
export interface StoryWorld {
  readonly world: FakeWorld;
  readonly activities: TreatmentActivities & Pick<OperationsActivities, 'sweepDue'>;
  hold(): void;
  release(): void;
}

/** A world for one story; a charge is declined once. */
export function storyWorld(now: () => number): StoryWorld {
  const world = fakeWorld(now);
  let opened: Promise<void> = Promise.resolve();
  let open = () => {};
  const retryAt = () => new Date(now() + 3_600_000).toISOString();
  world.effects.set('middle', [
    { status: 'declined', code: 'insufficient_funds', declineClass: 'soft', retryAt: retryAt() },
  ]);
  const sweepDue = async () => {
    world.calls.push({
      name: 'sweepDue',
      step: 'middle',
      path: '',
      command: { treatmentId: '', customerKey: '', outcome: 'saved', reason: '', mark: 0, details: '' },
    });
    await opened;
    return { evaluated: 1, crossings: 0, measured: 0, more: false };
  };
  const held = (activity: (command: never) => Promise<unknown>) => async (command: never) => {
    const answer = await activity(command);
    await opened;
    return answer;
  };
  const activities = Object.fromEntries(
    Object.entries<(command: never) => Promise<unknown>>({ ...world.activities }).map(([name, activity]) => [
      name,
      held(activity),
    ]),
  );
  return {
    world,
    activities: { ...(activities as unknown as TreatmentActivities), sweepDue },
    hold: () => {
      opened = new Promise((resolve) => (open = resolve));
    },
    release: () => open(),
  };
}

const inFlight: ReadonlySet<Op> = new Set([
  'effect',
  'charge',
  'plan',
  'rescore',
  'readFacts',
  'play',
  'workflow',
]);
const awaited: ReadonlySet<Op> = new Set(['task', 'approve', 'wait']);

/** Tells the story of one instruction in one situation to its end. */
export async function tell(
  op: Op,
  situation: Situation,
  stage: { handle: WorkflowHandle; story: StoryWorld },
): Promise<void> {
  const { handle, story } = stage;
  const send = senderTo(handle);
  const go = { kind: 'event', name: 'go', value: true, signalId: 'go' } as const;
  const stop = { kind: 'stop', reason: 'asked to stop', outcome: 'stopped' } as const;
  await waitsAt(handle, 'gate');
  if (situation === 'paused') {
    await send({ kind: 'pause', reason: 'manual' }, go);
    await waitsFor(handle, 'pause');
    await send({ kind: 'resume', reason: 'manual' });
    return finish(op, { handle, send });
  }
  if (situation !== 'interrupted') {
    await send(go);
    return finish(op, { handle, send });
  }
  const before = story.world.calls.length;
  if (inFlight.has(op)) story.hold();
  // An end takes no time: the stop must come in the same moment.
  await send(...(op === 'end' ? [go, stop] : [go]));
  if (inFlight.has(op)) await until(() => story.world.calls.length > before);
  else if (op !== 'end') await waitsAt(handle, awaited.has(op) ? 'middle' : 'after');
  if (op !== 'end') await send(stop);
  await sleep(pollMs);
  story.release();
  await handle.result();
}

async function finish(op: Op, { handle, send }: { handle: WorkflowHandle; send: Sender }): Promise<void> {
  if (op === 'task') {
    await waitsAt(handle, 'middle');
    await send({ kind: 'taskDone', taskId: 'task-middle-' });
  }
  if (op === 'approve') {
    await waitsAt(handle, 'middle');
    await send({ kind: 'decision', approvalId: 'approval-middle-' });
  }
  if (op !== 'end') {
    await waitsAt(handle, 'after');
    if (op === 'plan')
      await send(
        { kind: 'taskDone', taskId: 'task-middle-milestone:1' },
        { kind: 'taskDone', taskId: 'task-middle-milestone:2' },
      );
    await send({ kind: 'event', name: 'done', value: true, signalId: 'done' });
  }
  await handle.result();
}

const waitsAt = (handle: WorkflowHandle, step: string) =>
  until(async () => (await waitsOf(handle)).some((wait) => wait.step === step));
const waitsFor = (handle: WorkflowHandle, kind: string) =>
  until(async () => (await waitsOf(handle)).some((wait) => wait.for === kind));

async function waitsOf(handle: WorkflowHandle) {
  // A run that has just continued as new has no task yet to answer from.
  return handle.query(getProgressQuery).then(
    ({ waits }) => waits,
    () => [],
  );
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let poll = 0; poll < mostPolls; poll += 1) {
    if (await holds()) return;
    await sleep(pollMs);
  }
  throw new Error('the story does not come to the point it waits for');
}

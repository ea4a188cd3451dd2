import { after, reached } from '../../machine/instants';
import type { News } from '../../machine/news';
import { progressAt } from '../../machine/progress';
import type { Request } from '../../machine/requests';
import {
  type BlockOf,
  contextPath,
  type InstructionOf,
  type Move,
  stay,
  type StepContext,
  stepCommand,
} from '../../machine/step-context';
import type { TaskCommand, TaskView } from '../../treatment-activities';

type Task = InstructionOf<'task'>;
type Open = BlockOf<'task'>;

/** Opens the task. */
export function enterTask(context: StepContext): Move {
  const progress = progressAt(context);
  // All fields from the start: a key added to a copy costs more than the copy.
  const block: Open = { on: 'task', phase: 'opening', taskId: undefined, until: undefined, progress };
  return { move: 'block', block };
}

/** Opening, then (when awaited) the time-out's timer, then reading or ending the task. */
export function taskRequests(context: StepContext, instruction: Task, block: Open): readonly Request[] {
  const { step, summary } = instruction;
  const path = contextPath(context);
  const owner = context.thread.id;
  const key = `${step}|${path}|${block.phase}`;
  switch (block.phase) {
    case 'opening':
      return [
        {
          kind: 'activity',
          owner,
          key,
          call: { name: 'openTask', command: openingCommand(context, instruction, path, block) },
          pausable: true,
          summary: `${summary}: opens the task`,
        },
      ];
    case 'waiting':
      return block.until
        ? [
            {
              kind: 'timer',
              owner,
              key: `${key}|${block.until}`,
              at: block.until,
              summary: `${summary}: waits for somebody to do it`,
            },
          ]
        : [];
    case 'loading':
      return [
        {
          kind: 'activity',
          owner,
          key,
          call: { name: 'loadTask', command: taskCommand(context, step, path, block) },
          pausable: false,
          summary: `${summary}: the task has ended, reads its result`,
        },
      ];
    case 'expiring':
      return [
        {
          kind: 'activity',
          owner,
          key,
          call: { name: 'expireTask', command: taskCommand(context, step, path, block) },
          pausable: false,
          summary: `${summary}: nobody did it in time`,
        },
      ];
  }
}

function taskCommand(context: StepContext, step: string, path: string, { taskId = '', progress }: Open) {
  return { taskId, ...stepCommand(context, step, path, progress) };
}

function openingCommand(context: StepContext, instruction: Task, path: string, block: Open): TaskCommand {
  const { step, queue, title, details, keepOpen, dueFrom, dueMs } = instruction;
  const from = dueFrom === 'breach' ? context.state.identity.breachedAt : context.now;
  return {
    queue,
    title,
    dueAt: after(from, dueMs),
    ...(details && { details }),
    ...(keepOpen && { keepOpen }),
    ...stepCommand(context, step, path, block.progress),
  };
}

/** A task that is not awaited settles when it is open; an awaited one when it is done, expired or cancelled. */
export function taskHears(context: StepContext, instruction: Task, block: Open, news: News): Move {
  switch (news.kind) {
    case 'timer':
      return { move: 'block', block: { ...block, phase: 'expiring' } };
    case 'taskDone':
      if (block.phase !== 'waiting' || news.taskId !== block.taskId) return stay;
      return { move: 'block', block: { ...block, phase: 'loading' } };
    case 'failed':
      return { move: 'settle', facts: { outcome: 'failed', reason: news.why } };
    case 'activity':
      if (news.answer.name === 'openTask')
        return opened(context, instruction, block, news.answer.answer.taskId);
      if (news.answer.name === 'loadTask' || news.answer.name === 'expireTask')
        return ended(block, news.answer.answer);
      return stay;
    default:
      return stay;
  }
}

function opened(context: StepContext, instruction: Task, block: Open, taskId: string): Move {
  if (!instruction.await) return { move: 'settle', facts: { outcome: 'opened' }, open: [taskId] };
  const note = { outcome: 'opened', reason: instruction.queue };
  if (context.state.heard.includes(taskId))
    return { move: 'block', block: { ...block, phase: 'loading', taskId }, note };
  if (instruction.timeoutMs === undefined)
    return { move: 'block', block: { ...block, phase: 'waiting', taskId }, note };
  const until = after(context.now, instruction.timeoutMs);
  const phase = reached(until, context.now) ? 'expiring' : 'waiting';
  return { move: 'block', block: { ...block, phase, taskId, until }, note };
}

function ended(block: Open, task: TaskView): Move {
  if (task.state === 'open') return { move: 'block', block: { ...block, phase: 'waiting' } };
  return { move: 'settle', facts: { outcome: task.state, by: task.by, reason: task.result } };
}

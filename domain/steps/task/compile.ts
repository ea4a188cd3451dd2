import { baseOf, defineStep, expired } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { taskSchema } from './schema';

/** Opens a task and, if told so, waits for its end; an awaited task without a time-out counts with its due date. */
export const taskStep = defineStep(
  taskSchema,
  ({ queue, title, details, due, dueFrom, await: awaited }, site, builder) => {
    builder.context.known('queue', queue, builder.context.names.queues, inside(site.bodyPlace, 'queue'));
    if (awaited === false && site.timeoutMs !== undefined) {
      builder.context.report.error(inside(site.bodyPlace, 'await'), {
        message: 'a task that is not awaited has no time-out',
        hint: 'delete await: false, or the timeout',
      });
    }
    const waits = awaited ?? site.timeoutMs !== undefined;
    builder.emit({
      ...baseOf(site, `${waits ? 'Wait for' : 'Open'} a task of ${queue}`),
      op: 'task',
      queue,
      title: title ?? site.summary ?? site.id,
      details,
      dueMs: due,
      dueFrom,
      await: waits,
      timeoutMs: waits ? site.timeoutMs : undefined,
    });
    if (waits) builder.elapse(site.timeoutMs ?? due);
    builder.stale = false;
  },
  { timedOut: expired },
);

import { plainName } from '../../plain-words';
import { baseOf, defineStep, expired } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { taskSchema } from './schema';

/** Opens a task and, if told so, waits for its end; an awaited task without a time-out counts with its due date. */
export const taskStep = defineStep(
  taskSchema,
  ({ queue, title, details, due, dueFrom, await: awaited, keepOpen }, site, builder) => {
    builder.context.known('queue', queue, builder.context.names.queues, inside(site.bodyPlace, 'queue'));
    if (awaited === false && site.timeoutMs !== undefined) {
      builder.context.report.error(inside(site.bodyPlace, 'await'), {
        message: 'a task that is not awaited has no time-out',
        hint: 'delete await: false, or the timeout',
      });
    }
    if (title !== undefined) builder.text(title, inside(site.bodyPlace, 'title'));
    if (details !== undefined) builder.text(details, inside(site.bodyPlace, 'details'));
    const waits = awaited ?? site.timeoutMs !== undefined;
    builder.emit({
      ...baseOf(
        site,
        title === undefined || title.includes('{{')
          ? `A task of ${plainName(queue)}`
          : `${title} (task of ${plainName(queue)})`,
      ),
      op: 'task',
      queue,
      title: title ?? site.summary ?? site.id,
      details,
      dueMs: due,
      dueFrom,
      ...(keepOpen && { keepOpen }),
      await: waits,
      timeoutMs: waits ? site.timeoutMs : undefined,
    });
    if (waits) builder.elapse(site.timeoutMs ?? due);
    builder.stale = false;
  },
  { timedOut: expired },
);

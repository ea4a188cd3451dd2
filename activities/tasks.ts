import { lockCustomer } from '../application/lock-customer';
import { expireTask, loadTask, openTask } from '../application/people/tasks';
import type { FactsSnapshot } from '../domain/facts';
import type { StepCommand, TaskCommand, TaskView } from '../domain/treatment-activities';
import type { TaskRow } from '../ports/store/tables/tasks';
import type { TreatmentActivityDeps } from './deps';
import { report } from './report';
import { renderLine } from './variables';

/** Opens a task with its title and details rendered for this customer. */
export async function giveTask(
  deps: TreatmentActivityDeps,
  command: TaskCommand,
): Promise<{ readonly taskId: string; readonly dueAt: string; readonly facts: FactsSnapshot }> {
  const { app } = deps;
  return app.store.transaction(async (tx) => {
    const { key: customerKey } = await lockCustomer(tx, command.customerKey);
    const { treatmentId, step, path, queue, dueAt, keepOpen } = command;
    const title = await renderLine(tx, deps, command, command.title);
    const details = await renderLine(tx, deps, command, command.details ?? '');
    const task = await openTask(tx, app, {
      treatmentId,
      customerKey,
      step,
      path,
      queue,
      dueAt,
      keepOpen,
      title,
      details,
    });
    return { taskId: task.id, dueAt: task.dueAt, facts: await report(tx, app, command) };
  });
}

type OfTask = StepCommand & { readonly taskId: string };

/** Reads how a task ended. */
export async function readTask({ app }: TreatmentActivityDeps, command: OfTask): Promise<TaskView> {
  return app.store.transaction(async (tx) => {
    const task = await loadTask(tx, command.taskId);
    return view(task, await report(tx, app, command));
  });
}

/** Ends a task nobody did in time. */
export async function endTask({ app }: TreatmentActivityDeps, command: OfTask): Promise<TaskView> {
  return app.store.transaction(async (tx) => {
    const task = await expireTask(tx, app, command.taskId);
    return view(task, await report(tx, app, command));
  });
}

// The queue stands for the person: a subject can be an address, and histories keep no personal data.
function view({ id, state, queue, closedBy, result }: TaskRow, facts: FactsSnapshot): TaskView {
  return { taskId: id, state, by: closedBy === null ? '' : queue, result: result ?? '', facts };
}

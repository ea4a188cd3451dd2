import { findTask, type TaskRow } from '../../ports/store/tables/tasks';
import type { Actor, Application, Refusal } from '../application';
import { finishTask } from './tasks';

/** A milestone that somebody lets go undone, with why. */
export interface WaiveTask {
  readonly taskId: string;
  readonly reason: string;
  readonly actor: Actor;
}

/** Lets a milestone of a plan count as done although it is not: only those whom the policies name may. */
export async function waiveTask(
  app: Application,
  { taskId, reason, actor }: WaiveTask,
): Promise<{ readonly ok: true; readonly task: TaskRow } | Refusal> {
  return app.store.transaction(async (tx) => {
    const task = await findTask(tx, taskId);
    if (!task) return { ok: false, code: 'notFound', message: `there is no task ${taskId}`, field: 'taskId' };
    if (!/(^|\/)milestone:\d+$/.test(task.path)) {
      const message = 'only a milestone of a plan is waived; complete the task, or let its time run out';
      return { ok: false, code: 'notAMilestone', message };
    }
    const roles = (await app.books.active(tx)).policies.waiveRoles ?? [];
    if (actor.kind !== 'person')
      return {
        ok: false,
        code: 'notAPerson',
        message: 'a service cannot waive a milestone; use a token of a person',
      };
    if (!roles.some((role) => actor.roles.includes(role))) {
      const needed = roles.join(', ') || 'waiveRoles in policies.yaml, which names none';
      const message = `waiving a milestone needs one of the roles ${needed}; use a token that has it`;
      return { ok: false, code: 'roleMissing', message };
    }
    return finishTask(tx, app, task, { result: `waived: ${reason}`, actor, control: 'taskWaived' });
  });
}

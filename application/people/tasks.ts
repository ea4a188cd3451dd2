import { askId } from '../../domain/ids';
import type { Transaction } from '../../ports/store/store';
import {
  closeTask,
  findTask,
  insertTask,
  listTaskRows,
  type TaskFilter,
  type TaskRow,
} from '../../ports/store/tables/tasks';
import { readTreatment } from '../../ports/store/tables/treatments';
import type { Actor, Application, Refusal } from '../application';
import { readHandling } from '../handling';
import { addInboxItem } from '../inbox';
import { appendLedger } from '../ledger/append';
import { lockCustomer } from '../lock-customer';
import { respondBy } from './respond-by';

const longestResult = 2_000;

/** Work to give to people. */
export interface TaskAsk {
  readonly treatmentId: string;
  readonly customerKey: string;
  readonly step: string;
  readonly path: string;
  readonly queue: string;
  readonly title: string;
  readonly details?: string;
  readonly dueAt: string;
  /** It is worth doing although its treatment is over. */
  readonly keepOpen?: boolean;
}

/** Opens a task, once per step and path; for a treatment that is ending it is opened cancelled. The customer must be locked. */
export async function openTask(tx: Transaction, app: Application, ask: TaskAsk): Promise<TaskRow> {
  const id = askId('task', ask.treatmentId, ask.step, ask.path);
  const stored = await findTask(tx, id);
  if (stored) return stored;
  const treatment = await readTreatment(tx, ask.treatmentId);
  const over = !treatment || treatment.terminalKind !== null || treatment.state === 'closed';
  const now = app.clock.now();
  const { handling, book } = await readHandling(tx, app, ask.customerKey);
  await insertTask(tx, {
    ...ask,
    handling,
    respondBy: respondBy(handling, book, now),
    details: ask.details ?? '',
    keepOpen: ask.keepOpen ?? false,
    id,
    state: 'open',
    openedAt: now,
    closedAt: null,
    closedBy: null,
    result: null,
  });
  const { treatmentId, step, path, queue, dueAt } = ask;
  await appendLedger(tx, app, ask.customerKey, {
    kind: 'control',
    content: { control: 'taskOpened', taskId: id, treatmentId, step, path, queue, dueAt },
  });
  if (over)
    await closeTask(tx, id, {
      state: 'cancelled',
      closedAt: now,
      closedBy: 'tideline',
      result: 'the treatment was ending',
    });
  return loadTask(tx, id);
}

/** One task; throws for an id nobody gave out. */
export async function loadTask(tx: Transaction, taskId: string): Promise<TaskRow> {
  const row = await findTask(tx, taskId);
  if (!row) throw new Error(`there is no task ${taskId}`);
  return row;
}

/** What a person says about a task that is done. */
export interface CompleteTask {
  readonly taskId: string;
  readonly result?: string;
  readonly actor: Actor;
}

/** Records that a task is done and has it delivered; a refusal names the field and the fix. */
export async function completeTask(
  app: Application,
  { taskId, result, actor }: CompleteTask,
): Promise<{ readonly ok: true; readonly task: TaskRow } | Refusal> {
  if ((result?.length ?? 0) > longestResult) {
    return {
      ok: false,
      code: 'tooLong',
      message: `result is longer than ${longestResult} characters; shorten it`,
      field: 'result',
    };
  }
  return app.store.transaction(async (tx) => {
    const known = await findTask(tx, taskId);
    if (!known)
      return { ok: false, code: 'notFound', message: `there is no task ${taskId}`, field: 'taskId' };
    return finishTask(tx, app, known, { result: result ?? '', actor, control: 'taskDone' });
  });
}

/** Closes a task as done, and lets its treatment know; what a waived milestone also is. */
export async function finishTask(
  tx: Transaction,
  app: Application,
  { id: taskId, customerKey }: TaskRow,
  end: { readonly result: string; readonly actor: Actor; readonly control: 'taskDone' | 'taskWaived' },
): Promise<{ readonly ok: true; readonly task: TaskRow } | Refusal> {
  const { result, actor, control } = end;
  if (customerKey !== null) await lockCustomer(tx, customerKey);
  const task = await closeTask(tx, taskId, {
    state: 'done',
    closedAt: app.clock.now(),
    closedBy: actor.subject,
    result,
  });
  if (!task) {
    const { state } = await loadTask(tx, taskId);
    return { ok: false, code: 'notOpen', message: `the task is ${state}; nothing is left to do` };
  }
  const { treatmentId } = task;
  if (customerKey !== null)
    await appendLedger(tx, app, customerKey, {
      kind: 'control',
      content: { control, taskId, treatmentId },
      personal: { doneBy: actor.subject },
    });
  if (treatmentId !== null) await addInboxItem(tx, app, treatmentId, { kind: 'taskDone', taskId });
  return { ok: true, task };
}

/** Time is up: expires a task that is still open, and gives it as it then is. */
export async function expireTask(tx: Transaction, app: Application, taskId: string): Promise<TaskRow> {
  const known = await loadTask(tx, taskId);
  if (known.customerKey !== null) await lockCustomer(tx, known.customerKey);
  const expired = await closeTask(tx, taskId, { state: 'expired', closedAt: app.clock.now() });
  if (!expired) return loadTask(tx, taskId);
  const { treatmentId, customerKey } = expired;
  if (customerKey !== null)
    await appendLedger(tx, app, customerKey, {
      kind: 'control',
      content: { control: 'taskExpired', taskId, treatmentId },
    });
  return expired;
}

/** Tasks by the time they are due; `after` of the next page is the last row of this one. */
export async function listTasks(app: Pick<Application, 'store'>, filter: TaskFilter): Promise<TaskRow[]> {
  return app.store.transaction((tx) => listTaskRows(tx, filter));
}

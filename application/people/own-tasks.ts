import type { Transaction } from '../../ports/store/store';
import { findTask, insertTask, type TaskRow } from '../../ports/store/tables/tasks';
import type { Application } from '../application';
import { readHandling } from '../handling';
import { appendLedger } from '../ledger/append';
import { respondBy } from './respond-by';

/** Work that no treatment asks for. */
export interface OwnTask {
  /** Derived, so that asking again finds it. */
  readonly id: string;
  /** Absent where it is about the book and no customer. */
  readonly customerKey?: string;
  readonly step: string;
  readonly path: string;
  readonly queue: string;
  readonly title: string;
  readonly details: string;
  readonly dueAt: string;
}

/** Opens a task of the product itself, once for its id; a customer it is about must be locked. Says whether it is new. */
export async function openOwnTask(tx: Transaction, app: Application, ask: OwnTask): Promise<boolean> {
  const { id, customerKey, step, path, queue, dueAt } = ask;
  if (await findTask(tx, id)) return false;
  const openedAt = app.clock.now();
  const about = customerKey === undefined ? undefined : await readHandling(tx, app, customerKey);
  await insertTask(tx, {
    ...ask,
    customerKey: customerKey ?? null,
    treatmentId: null,
    state: 'open',
    openedAt,
    closedAt: null,
    closedBy: null,
    result: null,
    keepOpen: true,
    handling: about?.handling ?? null,
    respondBy: about ? respondBy(about.handling, about.book, openedAt) : null,
  } satisfies TaskRow);
  if (customerKey !== undefined)
    await appendLedger(tx, app, customerKey, {
      kind: 'control',
      content: { control: 'taskOpened', taskId: id, treatmentId: null, step, path, queue, dueAt },
    });
  return true;
}

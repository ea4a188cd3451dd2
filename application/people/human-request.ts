import type { CompiledBook } from '../../domain/compiled-book';
import { askId } from '../../domain/ids';
import { after } from '../../domain/machine/instants';
import type { CustomerSignal } from '../../domain/signals/signal';
import type { Transaction } from '../../ports/store/store';
import { hasOpenTask, insertTask } from '../../ports/store/tables/tasks';
import type { Application } from '../application';
import { appendLedger } from '../ledger/append';

const step = 'humanRequest';

/**
 * Whoever asks for a person gets one at once, whatever plays are open or held back: one open task for each customer,
 * however often it is asked. It belongs to no treatment, so none can cancel it. The customer must be locked.
 */
export async function giveToPerson(
  tx: Transaction,
  app: Application,
  asked: {
    readonly customerKey: string;
    readonly facts: readonly CustomerSignal[];
    readonly book: CompiledBook;
  },
): Promise<void> {
  const { customerKey, facts, book } = asked;
  const policy = book.policies.humanRequest;
  const request = policy && facts.find(({ name, value }) => name === policy.signal && value !== false);
  if (!policy || !request || (await hasOpenTask(tx, customerKey, step))) return;
  const now = app.clock.now();
  const { queue, title, dueMs } = policy;
  const dueAt = after(now, dueMs);
  const id = askId('task', customerKey, step, String(request.position));
  await insertTask(tx, {
    id,
    customerKey,
    treatmentId: null,
    step,
    path: String(request.position),
    queue,
    title,
    details: request.context === undefined ? '' : `Asked in ${request.context}`,
    state: 'open',
    openedAt: now,
    dueAt,
    closedAt: null,
    closedBy: null,
    result: null,
    keepOpen: true,
  });
  await appendLedger(tx, app, customerKey, {
    kind: 'control',
    content: { control: 'taskOpened', taskId: id, step, queue, dueAt },
  });
}

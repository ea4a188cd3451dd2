import type { Actor, Application } from '../../application/application';
import { decideApproval } from '../../application/people/decide-approval';
import { completeTask } from '../../application/people/tasks';
import { viewTreatment } from '../../ports/store/tables/treatment-views';

/** The person who acts in tests unless a test says otherwise. */
export const manager: Actor = { subject: 'mara', kind: 'person', roles: ['manager'], scopes: [] };

/** What the manager decides. */
export interface Decided {
  readonly decision: 'approve' | 'reject';
  readonly finalText?: string;
  /** Who decides so, one after another; absent = the manager. */
  readonly by?: readonly string[];
}

/** Decides the open approval of a step. */
export async function decideStep(
  app: Application,
  treatmentId: string,
  step: string,
  { by = [manager.subject], ...decided }: Decided,
): Promise<void> {
  const approvalId = await openAsk(app, treatmentId, 'approvals', step);
  const { roles } = (await app.store.transaction((tx) => app.books.active(tx))).policies;
  for (const subject of by) {
    const result = await decideApproval(app, {
      approvalId,
      ...decided,
      // Tests decide on purpose, also when the tier has changed since the question was asked.
      confirmStale: true,
      // Who may decide what is the policy's business; here only that enough people do.
      actor: { ...manager, subject, roles },
      via: 'api',
    });
    if (!result.ok) throw new Error(`${step} was not decided: ${result.message}`);
  }
}

/** Reports the first open task of a step as done. */
export async function finishStep(
  app: Application,
  treatmentId: string,
  step: string,
  result: string,
): Promise<void> {
  const taskId = await openAsk(app, treatmentId, 'tasks', step);
  const done = await completeTask(app, { taskId, result, actor: manager });
  if (!done.ok) throw new Error(`${step} was not done: ${done.message}`);
}

/** Nobody is asked for this step any more. */
export class NothingOpen extends Error {}

async function openAsk(
  app: Application,
  treatmentId: string,
  kind: 'approvals' | 'tasks',
  step: string,
): Promise<string> {
  const view = await app.store.transaction((tx) => viewTreatment(tx, treatmentId));
  const asks = view?.[kind] ?? [];
  // Steps side by side ask at one moment and are written in any order; the first is the first of the program.
  const [open] = asks
    .filter((ask) => ask['step'] === step && ask['state'] === 'open')
    .sort((a, b) => String(a['path']).localeCompare(String(b['path']), 'en', { numeric: true }));
  if (!open)
    throw new NothingOpen(
      `${step} has nothing open among its ${kind}: ${asks.map((ask) => `${String(ask['step'])} ${String(ask['state'])}`).join(', ')}`,
    );
  return String(open['id']);
}

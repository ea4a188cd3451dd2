import { askId } from '../domain/ids';
import { caseOutcome, type CaseOutcome, type CaseRule } from '../domain/product-issue';
import { after } from '../domain/machine/instants';
import type { Transaction } from '../ports/store/store';
import { closeFinishedIssue, insertIssue, openIssueOf } from '../ports/store/tables/product-issues';
import { insertTask } from '../ports/store/tables/tasks';
import {
  countWaiting,
  insertCase,
  joinCase,
  joinWaiting,
  lockTopic,
  type TopicCase,
} from '../ports/store/tables/topic-cases';
import type { Application } from './application';
import { appendLedger } from './ledger/append';

/** A case and the rule it is counted by. */
export interface CountedCase {
  readonly case: Omit<TopicCase, 'at'> & { readonly step: string; readonly path: string };
  readonly rule: Omit<CaseRule, 'topic'>;
}

/**
 * Counts a case of a topic over all customers: it joins the topic's open issue, or makes one, with the one task of its
 * queue, when enough have come within the window. The customer must be locked; cases of a topic take turns.
 */
export async function countCase(
  tx: Transaction,
  app: Application,
  { case: one, rule }: CountedCase,
): Promise<CaseOutcome> {
  const at = app.clock.now();
  await lockTopic(tx, one);
  await insertCase(tx, { ...one, at });
  await closeFinishedIssue(tx, one);
  const open = await openIssueOf(tx, one);
  const since = after(at, -rule.withinMs);
  const waiting = open === undefined ? await countWaiting(tx, one, since) : 0;
  const outcome = caseOutcome(rule, { issueOpen: open !== undefined, waiting });
  if (open !== undefined) await joinCase(tx, one.requestKey, open);
  if (outcome === 'issueOpened') {
    const issueId = await openIssue(tx, app, { case: one, rule }, at);
    await joinWaiting(tx, one, { issueId, since });
  }
  return outcome;
}

// No treatment owns the task: it is worth doing whatever becomes of the treatment whose case was the last straw.
async function openIssue(
  tx: Transaction,
  app: Application,
  { case: one, rule }: CountedCase,
  at: string,
): Promise<string> {
  const { treatmentId, customerKey, step, path, field, topic } = one;
  const id = askId('issue', treatmentId, step, path);
  const taskId = askId('task', treatmentId, step, path);
  const dueAt = after(at, rule.dueMs);
  await insertTask(tx, {
    id: taskId,
    customerKey,
    treatmentId: null,
    step,
    path,
    queue: rule.queue,
    title: rule.title,
    details: `Topic ${topic}; the cases are listed under ${id}`,
    state: 'open',
    openedAt: at,
    dueAt,
    closedAt: null,
    closedBy: null,
    result: null,
    keepOpen: true,
  });
  await insertIssue(tx, { id, field, topic, taskId, at });
  await appendLedger(tx, app, customerKey, {
    kind: 'control',
    content: {
      control: 'issueOpened',
      issueId: id,
      taskId,
      treatmentId,
      step,
      path,
      field,
      queue: rule.queue,
      dueAt,
    },
  });
  return id;
}

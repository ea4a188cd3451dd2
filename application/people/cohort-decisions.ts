import { cohortDecisionId } from '../../domain/ids';
import type { Transaction } from '../../ports/store/store';
import { closeApproval, findApproval, type ApprovalRow } from '../../ports/store/tables/approvals';
import {
  answerQuestion,
  dropQuestion,
  findCohortDecision,
  listCohortDecisions,
  openQuestion,
  standingDecision,
  type CohortDecisionRow,
  type CohortDecisionView,
} from '../../ports/store/tables/cohort-decisions';
import type { Application } from '../application';
import { addInboxItem } from '../inbox';
import { appendLedger } from '../ledger/append';
import { lockCustomer } from '../lock-customer';
import { workOff, type Worked } from '../sweep-work';

/** The cohort a customer is decided with, and how long the decision is good. */
export interface CohortAsk {
  readonly name: string;
  readonly validForMs: number;
}

/**
 * The decision that stands for a cohort, or the one open question about it. The customer must be locked;
 * the question is locked after it, and nobody locks a customer behind a question.
 */
export async function joinCohort(
  tx: Transaction,
  app: Application,
  policy: string,
  { name, validForMs }: CohortAsk,
): Promise<CohortDecisionRow> {
  const now = app.clock.now();
  const about = { policy, cohort: name, now };
  const standing = await standingDecision(tx, about);
  if (standing) return standing;
  const id = cohortDecisionId(app.randomBytes(12));
  const question = await openQuestion(tx, { id, policy, cohort: name, askedAt: now, validMs: validForMs });
  if (question.id !== id) return question;
  // Decided between the look and the ask: what was asked anew is taken back.
  const decided = await standingDecision(tx, about);
  if (!decided) return question;
  await dropQuestion(tx, id);
  return decided;
}

/** Closes a customer's approval by the decision of its cohort; undefined where there is none yet, or it is closed. */
export async function closeByCohort(
  tx: Transaction,
  app: Application,
  row: ApprovalRow,
): Promise<ApprovalRow | undefined> {
  if (row.cohortDecision === null || row.state !== 'open') return undefined;
  const decision = await findCohortDecision(tx, row.cohortDecision);
  if (!decision || decision.state === 'open') return undefined;
  const closed = await closeApproval(tx, row.id, {
    state: decision.state,
    decidedAt: app.clock.now(),
    decidedBy: decision.decidedBy ?? undefined,
    decidedRole: decision.decidedRole ?? undefined,
    comment: decision.comment ?? undefined,
    via: 'cohort',
  });
  if (!closed) return undefined;
  const { id, treatmentId, customerKey, state } = closed;
  await appendLedger(tx, app, customerKey, {
    kind: 'approval',
    content: {
      approvalId: id,
      treatmentId,
      state,
      via: 'cohort',
      cohortDecision: decision.id,
      role: decision.decidedRole,
    },
  });
  return closed;
}

/** Whether the cohort of an approval may still be decided; the question is locked until the transaction ends. */
export async function cohortIsOpen(tx: Transaction, row: ApprovalRow): Promise<boolean> {
  if (row.cohortDecision === null) return true;
  const question = await findCohortDecision(tx, row.cohortDecision, { lock: true });
  return question?.state === 'open';
}

/** Makes the decision on one customer's approval the decision on its cohort. */
export async function decideCohort(tx: Transaction, app: Application, row: ApprovalRow): Promise<void> {
  const question = row.cohortDecision === null ? undefined : await findCohortDecision(tx, row.cohortDecision);
  if (!question || (row.state !== 'approved' && row.state !== 'rejected')) return;
  const decidedAt = app.clock.now();
  await answerQuestion(tx, question.id, {
    state: row.state,
    decidedAt,
    validUntil: new Date(Date.parse(decidedAt) + question.validMs).toISOString(),
    decidedBy: row.decidedBy ?? '',
    decidedRole: row.decidedRole ?? '',
    comment: row.comment ?? undefined,
    via: row.via === 'unsigned' ? 'unsigned' : 'api',
  });
}

/**
 * Tells the customers that wait what was decided for their cohort, each under its own lock; the results are how many
 * each time. Whoever decides calls it at once, the sweep goes on where that was cut off or was more than `limit`.
 */
export async function answerCohorts(
  app: Application,
  { limit }: { readonly limit: number },
): Promise<Worked<number>> {
  const ask = { what: 'answer', now: app.clock.now(), limit } as const;
  return workOff(app, ask, async (tx, id) => {
    const waiting = await findApproval(tx, id);
    if (!waiting) return 0;
    await lockCustomer(tx, waiting.customerKey);
    const row = await findApproval(tx, id);
    const closed = row && (await closeByCohort(tx, app, row));
    if (!closed) return 0;
    await addInboxItem(tx, app, closed.treatmentId, { kind: 'decision', approvalId: id });
    return 1;
  });
}

/** Questions about cohorts with those who wait, the newest first. */
export async function cohortDecisions(
  app: Pick<Application, 'store'>,
  filter: Parameters<typeof listCohortDecisions>[1],
): Promise<CohortDecisionView[]> {
  return app.store.transaction((tx) => listCohortDecisions(tx, filter));
}

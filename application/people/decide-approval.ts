import { checkDecision, type DecisionAsked } from '../../domain/approval/decide';
import type { Transaction } from '../../ports/store/store';
import { closeApproval, findApproval, voteFor, type ApprovalRow } from '../../ports/store/tables/approvals';
import { readTreatment } from '../../ports/store/tables/treatments';
import type { Actor, Application, Refusal } from '../application';
import { factsSnapshot } from '../facts';
import { addInboxItem } from '../inbox';
import { appendLedger } from '../ledger/append';
import { lockCustomer } from '../lock-customer';
import { loadApproval } from './approvals';
import { answerCohorts, cohortIsOpen, decideCohort } from './cohort-decisions';
import { tierOf } from './open-approval';

/** A person's decision on one approval. */
export interface DecideApproval extends DecisionAsked {
  readonly approvalId: string;
  readonly actor: Actor;
  readonly via: 'api' | 'unsigned';
}

// Who decides waits for so many answers; the sweep gives the rest.
const answeredAtOnce = 100;

/**
 * Records a decision under the customer's lock and has it delivered; a refusal names the field and the fix. The
 * decision on one customer of a cohort answers all that wait with it.
 */
export async function decideApproval(
  app: Application,
  asked: DecideApproval,
): Promise<{ readonly ok: true; readonly approval: ApprovalRow } | Refusal> {
  const decided = await decideOne(app, asked);
  if (decided.ok && decided.approval.cohortDecision !== null)
    await answerCohorts(app, { limit: answeredAtOnce });
  return decided;
}

async function decideOne(
  app: Application,
  asked: DecideApproval,
): Promise<{ readonly ok: true; readonly approval: ApprovalRow } | Refusal> {
  return app.store.transaction(async (tx) => {
    const known = await findApproval(tx, asked.approvalId);
    if (!known)
      return {
        ok: false,
        code: 'notFound',
        message: `there is no approval ${asked.approvalId}`,
        field: 'approvalId',
      };
    await lockCustomer(tx, known.customerKey);
    const row = (await findApproval(tx, asked.approvalId)) ?? known;
    const checked = await check(tx, app, row, asked);
    if (!checked.ok) return checked;
    if (!(await cohortIsOpen(tx, row))) {
      const message = 'its cohort has been decided meanwhile; the answer is on its way to this customer';
      return { ok: false, code: 'notOpen', message };
    }
    const decision = { ...asked, role: checked.role };
    if (asked.decision === 'approve') await vote(tx, app, row, decision);
    const approval = checked.settled
      ? await close(tx, app, row, decision)
      : await keepAsking(tx, app, row, decision);
    return { ok: true, approval };
  });
}

async function check(
  tx: Transaction,
  app: Application,
  row: ApprovalRow,
  asked: DecideApproval,
): Promise<ReturnType<typeof checkDecision>> {
  const { policies } = await app.books.active(tx);
  const treatment = await readTreatment(tx, row.treatmentId);
  const tierNow =
    treatment &&
    (await tierOf(tx, app, treatment, await factsSnapshot(tx, app, treatment.customerKey, treatment)));
  return checkDecision(asked, {
    now: app.clock.now(),
    state: row.state,
    expiresAt: row.expiresAt,
    policy: policies.approvals[row.policy],
    policyName: row.policy,
    roles: asked.actor.roles,
    byPerson: asked.actor.kind === 'person',
    subject: asked.actor.subject,
    signed: asked.via === 'api',
    // A policy made stricter meanwhile holds for what is open.
    approvers: Math.max(row.approvers, policies.approvals[row.policy]?.approvers ?? 1),
    approvedBy: row.votes.map(({ by }) => by),
    hasDraft: row.draftTemplate !== null,
    tierThen: row.factsTier,
    tierNow: tierNow ?? row.factsTier,
  });
}

type Decision = DecideApproval & { readonly role: string };

// Each yes is a row of its own, which the database counts.
async function vote(tx: Transaction, app: Application, row: ApprovalRow, decision: Decision): Promise<void> {
  const { actor, role } = decision;
  await voteFor(tx, row.id, { by: actor.subject, role, at: app.clock.now(), ...approvedText(row, decision) });
}

// A yes that others must join is news for the ledger and the lists; the treatment hears of the decision alone.
async function keepAsking(
  tx: Transaction,
  app: Application,
  { id, treatmentId, customerKey }: ApprovalRow,
  { actor, role, via, comment }: Decision,
): Promise<ApprovalRow> {
  const row = await loadApproval(tx, id);
  await appendLedger(tx, app, customerKey, {
    kind: 'approval',
    content: { approvalId: id, treatmentId, state: 'open', role, via, approvals: row.votes.length },
    personal: { approvedBy: actor.subject, ...(comment === undefined ? {} : { comment }) },
  });
  return row;
}

function approvedText(row: ApprovalRow, { finalSubject, finalText }: Decision) {
  return {
    finalSubject: finalSubject ?? row.finalSubject ?? row.draftSubject,
    finalText: finalText ?? row.finalText ?? row.draftText,
  };
}

async function close(
  tx: Transaction,
  app: Application,
  row: ApprovalRow,
  decision: Decision,
): Promise<ApprovalRow> {
  const approved = decision.decision === 'approve';
  const { actor, role, via, comment } = decision;
  const closed = await closeApproval(tx, row.id, {
    state: approved ? 'approved' : 'rejected',
    decidedAt: app.clock.now(),
    decidedBy: actor.subject,
    decidedRole: role,
    comment,
    via,
    ...(approved ? approvedText(row, decision) : { finalSubject: null, finalText: null }),
  });
  // The lock is held and the state was read under it.
  if (!closed) throw new Error(`approval ${row.id} closed while its customer was locked`);
  await appendLedger(tx, app, row.customerKey, {
    kind: 'approval',
    content: {
      approvalId: row.id,
      treatmentId: row.treatmentId,
      state: closed.state,
      role,
      via,
      edited: isEdited(closed),
      ...(closed.cohortDecision !== null && { cohortDecision: closed.cohortDecision }),
    },
    personal: { decidedBy: actor.subject, ...(comment === undefined ? {} : { comment }) },
  });
  await decideCohort(tx, app, closed);
  await addInboxItem(tx, app, row.treatmentId, { kind: 'decision', approvalId: row.id });
  return closed;
}

/** Approved with another text than the draft's. */
export function isEdited(row: ApprovalRow): boolean {
  if (row.state !== 'approved') return false;
  return row.finalText !== row.draftText || row.finalSubject !== row.draftSubject;
}

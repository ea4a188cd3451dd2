import { checkDecision, type DecisionAsked } from '../../domain/approval/decide';
import type { Transaction } from '../../ports/store/store';
import { closeApproval, findApproval, type ApprovalRow } from '../../ports/store/tables/approvals';
import { readTreatment } from '../../ports/store/tables/treatments';
import type { Actor, Application, Refusal } from '../application';
import { factsSnapshot } from '../facts';
import { addInboxItem } from '../inbox';
import { appendLedger } from '../ledger/append';
import { lockCustomer } from '../lock-customer';
import { tierOf } from './open-approval';

/** A person's decision on one approval. */
export interface DecideApproval extends DecisionAsked {
  readonly approvalId: string;
  readonly actor: Actor;
  readonly via: 'api' | 'unsigned';
}

/** Records a decision under the customer's lock and has it delivered; a refusal names the field and the fix. */
export async function decideApproval(
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
    const closed = await close(tx, app, row, { ...asked, role: checked.role });
    return { ok: true, approval: closed };
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
    treatment && (await tierOf(tx, app, treatment, await factsSnapshot(tx, app, row.customerKey)));
  return checkDecision(asked, {
    now: app.clock.now(),
    state: row.state,
    expiresAt: row.expiresAt,
    policy: policies.approvals[row.policy],
    policyName: row.policy,
    roles: asked.actor.roles,
    byPerson: asked.actor.kind === 'person',
    hasDraft: row.draftTemplate !== null,
    tierThen: row.factsTier,
    tierNow: tierNow ?? row.factsTier,
  });
}

async function close(
  tx: Transaction,
  app: Application,
  row: ApprovalRow,
  decision: DecideApproval & { readonly role: string },
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
    finalSubject: approved ? (decision.finalSubject ?? row.draftSubject) : null,
    finalText: approved ? (decision.finalText ?? row.draftText) : null,
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
    },
    personal: { decidedBy: actor.subject, ...(comment === undefined ? {} : { comment }) },
  });
  await addInboxItem(tx, app, row.treatmentId, { kind: 'decision', approvalId: row.id });
  return closed;
}

/** Approved with another text than the draft's. */
export function isEdited(row: ApprovalRow): boolean {
  if (row.state !== 'approved') return false;
  return row.finalText !== row.draftText || row.finalSubject !== row.draftSubject;
}

import type { Transaction } from '../../ports/store/store';
import {
  closeApproval,
  findApproval,
  listApprovalRows,
  markReminded,
  type ApprovalFilter,
  type ApprovalRow,
} from '../../ports/store/tables/approvals';
import { insertNotice } from '../../ports/store/tables/notices';
import type { Application } from '../application';
import { appendLedger } from '../ledger/append';
import { lockCustomer } from '../lock-customer';
import { closeByCohort } from './cohort-decisions';

/** One approval; throws for an id nobody gave out. */
export async function loadApproval(tx: Transaction, approvalId: string): Promise<ApprovalRow> {
  const row = await findApproval(tx, approvalId);
  if (!row) throw new Error(`there is no approval ${approvalId}`);
  return row;
}

/** Time is up: expires an approval that is still open, unless its cohort was decided, and gives it as it then is. */
export async function expireApproval(
  tx: Transaction,
  app: Application,
  approvalId: string,
): Promise<ApprovalRow> {
  const known = await loadApproval(tx, approvalId);
  await lockCustomer(tx, known.customerKey);
  const decided = await closeByCohort(tx, app, await loadApproval(tx, approvalId));
  if (decided) return decided;
  const expired = await closeApproval(tx, approvalId, { state: 'expired', decidedAt: app.clock.now() });
  if (!expired) return loadApproval(tx, approvalId);
  const { id, treatmentId, customerKey } = expired;
  await appendLedger(tx, app, customerKey, {
    kind: 'approval',
    content: { approvalId: id, treatmentId, state: 'expired' },
  });
  return expired;
}

/** Reminds the roles that may decide, once; gives the approval as it then is. */
export async function remindApproval(
  tx: Transaction,
  app: Application,
  approvalId: string,
): Promise<ApprovalRow> {
  const row = await loadApproval(tx, approvalId);
  const at = app.clock.now();
  if (!(await markReminded(tx, approvalId, at))) return loadApproval(tx, approvalId);
  const roles = (await app.books.active(tx)).policies.approvals[row.policy]?.roles ?? [];
  for (const role of roles) {
    const text = `Reminder: "${row.title}" waits for a decision until ${row.expiresAt} (${row.id}).`;
    await insertNotice(tx, {
      queue: role,
      text,
      treatmentId: row.treatmentId,
      requestKey: `${row.id}:remind:${role}`,
      at,
    });
  }
  return { ...row, remindedAt: at };
}

/** Approvals by the time they are due; `after` of the next page is the last row of this one. */
export async function listApprovals(
  app: Pick<Application, 'store'>,
  filter: ApprovalFilter,
): Promise<ApprovalRow[]> {
  return app.store.transaction((tx) => listApprovalRows(tx, filter));
}

/** One approval with its evidence, if there is one. */
export async function findOneApproval(
  app: Pick<Application, 'store'>,
  id: string,
): Promise<ApprovalRow | undefined> {
  return app.store.transaction((tx) => findApproval(tx, id));
}

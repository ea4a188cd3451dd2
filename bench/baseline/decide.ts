import type { Application } from '../../application/application';
import { appendLedger } from '../../application/ledger/append';
import { lockCustomer } from '../../application/lock-customer';
import { closeApproval, type ApprovalRow } from '../../ports/store/tables/approvals';

/** Writes the same approval row and ledger entry as Tideline, without the inbox that the baseline does not have. */
export async function approveByHand(
  app: Application,
  approval: Pick<ApprovalRow, 'id' | 'customerKey' | 'treatmentId'>,
): Promise<void> {
  const { id, customerKey, treatmentId } = approval;
  await app.store.transaction(async (tx) => {
    await lockCustomer(tx, customerKey);
    const closed = await closeApproval(tx, id, {
      state: 'approved',
      decidedAt: app.clock.now(),
      decidedBy: 'bench',
      decidedRole: 'manager',
      via: 'api',
    });
    if (!closed) throw new Error(`${id} was decided before`);
    await appendLedger(tx, app, customerKey, {
      kind: 'approval',
      content: { approvalId: id, treatmentId, state: 'approved', role: 'manager', via: 'api', edited: false },
      personal: { decidedBy: 'bench' },
    });
  });
}

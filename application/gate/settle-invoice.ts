import type { Transaction } from '../../ports/store/store';
import type { EffectRow } from '../../ports/store/tables/effects';
import type { Application } from '../application';
import { evaluateCustomer } from '../evaluate-customer';
import { applyChargeReceipt, type ChargeReceipt } from '../invoices';

/** Moves the invoice on with a charge's receipt and evaluates what follows from it (a goal reached, a segment left), in the receipt's own transaction. */
export async function settleInvoice(tx: Transaction, app: Application, row: EffectRow): Promise<void> {
  const receipt = receiptOf(row);
  if (!receipt) return;
  await applyChargeReceipt(tx, app, row.customerKey, receipt);
  await evaluateCustomer(tx, app, row.customerKey, { asOf: app.clock.now(), live: true });
}

function receiptOf({ state, receipt, invoiceId, settledAt }: EffectRow): ChargeReceipt | undefined {
  if (invoiceId === null || settledAt === null) return undefined;
  if (state === 'done') return { invoiceId, at: settledAt, result: 'paid' };
  const declineCode = receipt?.declineCode;
  return state === 'failed' && declineCode !== undefined
    ? { invoiceId, at: settledAt, result: 'declined', declineCode }
    : undefined;
}

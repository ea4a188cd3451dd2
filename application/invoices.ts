import type { ProjectedInvoice } from '../domain/invoice-projection';
import type { Transaction } from '../ports/store/store';
import { readInvoice, upsertInvoices } from '../ports/store/tables/invoices';
import type { Application } from './application';

/** What a charge said of its invoice. */
export type ChargeReceipt = { readonly invoiceId: string; readonly at: string } & (
  { readonly result: 'paid' } | { readonly result: 'declined'; readonly declineCode: string }
);

/**
 * Moves the invoice on with a charge's receipt, in the receipt's own transaction. What is paid stays paid.
 * The customer must be locked.
 */
export async function applyChargeReceipt(
  tx: Transaction,
  app: Pick<Application, 'clock'>,
  customerKey: string,
  receipt: ChargeReceipt,
): Promise<void> {
  const invoice = await readInvoice(tx, customerKey, receipt.invoiceId);
  if (!invoice)
    throw new Error(`customer ${customerKey} has no invoice ${receipt.invoiceId} that was charged`);
  await upsertInvoices(tx, customerKey, [after(invoice, receipt)], app.clock.now());
}

function after(invoice: ProjectedInvoice, receipt: ChargeReceipt): ProjectedInvoice {
  const attempts = invoice.attempts + 1;
  if (receipt.result === 'paid') return { ...invoice, state: 'paid', attempts };
  return {
    ...invoice,
    attempts,
    firstFailureAt: invoice.firstFailureAt ?? receipt.at,
    lastFailureAt: receipt.at,
    declineCode: receipt.declineCode,
  };
}

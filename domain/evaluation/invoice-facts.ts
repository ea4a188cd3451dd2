import type { InvoiceFacts } from '../facts';
import type { Invoice } from '../invoice';

const none: InvoiceFacts = Object.freeze({
  open: 0,
  openAmount: 0,
  paid: 0,
  void: 0,
  uncollectible: 0,
  attempts: 0,
  declineCode: '',
});

/** What expressions see of a customer's invoices; `attempts` and `declineCode` are about the open ones. */
export function invoiceFacts(invoices: readonly Invoice[]): InvoiceFacts {
  if (invoices.length === 0) return none;
  const open = invoices.filter(({ state }) => state === 'open');
  const count = (wanted: Invoice['state']) => invoices.filter(({ state }) => state === wanted).length;
  return {
    open: open.length,
    openAmount: open.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    paid: count('paid'),
    void: count('void'),
    uncollectible: count('uncollectible'),
    attempts: open.reduce((most, { attempts }) => Math.max(most, attempts), 0),
    declineCode: latestDecline(open),
  };
}

function latestDecline(open: readonly Invoice[]): string {
  let latest: Invoice | undefined;
  for (const invoice of open) {
    if (invoice.declineCode !== undefined && isLater(invoice, latest)) latest = invoice;
  }
  return latest?.declineCode ?? '';
}

/** Equal times go to the greater id, so that the order of rows does not matter. */
function isLater(invoice: Invoice, other: Invoice | undefined): boolean {
  if (!other) return true;
  const [at, otherAt] = [invoice.lastFailureAt ?? '', other.lastFailureAt ?? ''];
  return at === otherAt ? invoice.id > other.id : at > otherAt;
}

import type { Invoice, InvoiceState } from './invoice';
import type { SignalValue } from './signals/signal';

const invoiceSignals = ['invoice_payment_failed', 'invoice_paid', 'invoice_voided', 'card_updated'] as const;
type InvoiceSignal = (typeof invoiceSignals)[number];

/** An invoice with the card it is charged to. */
export type ProjectedInvoice = Invoice & { readonly paymentMethod?: string };

/** What the projection reads of a billing signal. */
export interface BillingFact {
  readonly name: string;
  readonly occurredAt: string;
  readonly context?: string;
  readonly data?: Readonly<Record<string, SignalValue>>;
}

/** Whether a signal of this name changes invoices. */
export function isInvoiceSignal(name: string): name is InvoiceSignal {
  return (invoiceSignals as readonly string[]).includes(name);
}

/** The invoice a billing signal is about: its data names it, or its context `invoice:<id>`. */
export function invoiceIdOf(fact: BillingFact): string | undefined {
  const named = fact.data?.['invoice'];
  if (typeof named === 'string' && named !== '') return named;
  const context = /^invoice:(.+)$/.exec(fact.context ?? '');
  return context?.[1];
}

/** The invoices after one billing signal; those it does not touch are the same objects. */
export function projectInvoices(
  invoices: readonly ProjectedInvoice[],
  fact: BillingFact,
): readonly ProjectedInvoice[] {
  if (!isInvoiceSignal(fact.name)) return invoices;
  if (fact.name === 'card_updated') return withCard(invoices, fact);
  const id = invoiceIdOf(fact);
  if (id === undefined) return invoices;
  const known = invoices.find((invoice) => invoice.id === id) ?? unseen(id);
  const next = { ...known, ...amountIn(fact), ...changeBy(fact.name, known, fact) };
  return [...invoices.filter((invoice) => invoice.id !== id), next];
}

function unseen(id: string): ProjectedInvoice {
  return { id, amountMinor: 0, currency: '', state: 'open', attempts: 0 };
}

function changeBy(
  name: Exclude<InvoiceSignal, 'card_updated'>,
  known: ProjectedInvoice,
  fact: BillingFact,
): Partial<ProjectedInvoice> {
  switch (name) {
    case 'invoice_paid':
      return { state: 'paid' };
    case 'invoice_voided':
      return { state: settled(known.state, 'void') };
    case 'invoice_payment_failed':
      return failure(known, fact);
  }
}

// Facts arrive in any order: what is paid stays paid, and what was voided is not opened again by an old failure.
function settled(before: InvoiceState, now: InvoiceState): InvoiceState {
  return before === 'paid' ? 'paid' : now;
}

function failure(known: ProjectedInvoice, fact: BillingFact): Partial<ProjectedInvoice> {
  const at = fact.occurredAt;
  const isLatest = known.lastFailureAt === undefined || at >= known.lastFailureAt;
  const decline = fact.data?.['declineCode'];
  const card = fact.data?.['paymentMethod'];
  return {
    firstFailureAt:
      known.firstFailureAt !== undefined && known.firstFailureAt < at ? known.firstFailureAt : at,
    lastFailureAt: isLatest ? at : known.lastFailureAt,
    ...(isLatest && typeof decline === 'string' && { declineCode: decline }),
    ...(isLatest && typeof card === 'string' && { paymentMethod: card }),
    attempts: known.attempts + 1,
  };
}

function withCard(invoices: readonly ProjectedInvoice[], fact: BillingFact): readonly ProjectedInvoice[] {
  const card = fact.data?.['paymentMethod'];
  if (typeof card !== 'string') return invoices;
  const only = invoiceIdOf(fact);
  return invoices.map((invoice) =>
    invoice.state === 'open' && (only === undefined || invoice.id === only)
      ? { ...invoice, paymentMethod: card }
      : invoice,
  );
}

function amountIn(fact: BillingFact): Partial<ProjectedInvoice> {
  const amountMinor = fact.data?.['amountMinor'];
  const currency = fact.data?.['currency'];
  return {
    ...(typeof amountMinor === 'number' && { amountMinor: Math.round(amountMinor) }),
    ...(typeof currency === 'string' && { currency: currency.toLowerCase() }),
  };
}

import type { SignalInput } from '../../application/accept-signals';
import type { Addressed } from '../../application/take-addressed';
import type { PaymentEvent } from '../../ports/payments/payment-events';
import type { Transaction } from '../../ports/store/store';

/**
 * The signal a payment event stands for; undefined = nothing the book would want to know. One about a customer nobody
 * knows is addressed by its identity at the provider, and waits for whoever has it.
 */
export async function signalOfPayment(
  tx: Transaction,
  event: PaymentEvent,
): Promise<Addressed<SignalInput> | undefined> {
  const { subject } = event;
  if (subject.kind === 'other' || subject.customerRef === undefined) return undefined;
  const said = saidBy(event);
  if (!said) return undefined;
  const customer = await customerOf(tx, subject.customerRef);
  const whose =
    customer === undefined ? { identity: { kind: 'payments', value: subject.customerRef } } : { customer };
  const base = { id: event.eventId, origin: 'payments', occurredAt: event.occurredAt };
  return { ...whose, of: (key) => ({ ...base, ...said, customer: key }) };
}

type Said = Pick<SignalInput, 'name' | 'value' | 'data' | 'context'>;

function saidBy({ subject }: PaymentEvent): Said | undefined {
  if (subject.kind === 'other') return undefined;
  if (subject.kind === 'cardUpdated') return { name: 'card_updated', value: true };
  if (subject.invoiceId === undefined) return undefined;
  const invoice = {
    invoice: subject.invoiceId,
    amountMinor: subject.amountMinor,
    currency: subject.currency.toLowerCase(),
  };
  const context = `invoice:${subject.invoiceId}`;
  switch (subject.kind) {
    case 'succeeded':
      return { context, name: 'invoice_paid', value: true, data: invoice };
    case 'failed':
      // Our own attempts are counted by their receipts, in the charge's transaction; this would count them twice.
      if (subject.chargeKey !== undefined) return undefined;
      return {
        context,
        name: 'invoice_payment_failed',
        value: true,
        data: { ...invoice, declineCode: subject.declineCode },
      };
    case 'canceled':
    case 'requiresAction':
      return undefined;
  }
}

async function customerOf(tx: Transaction, ref: string): Promise<string | undefined> {
  const rows = await tx.query<{ key: string }>(
    `SELECT key FROM customers WHERE key = $1
     UNION ALL SELECT customer_key FROM identities WHERE kind = 'payments' AND value = $1
     UNION ALL SELECT customer_key FROM identities WHERE kind = 'id' AND value = $1
     LIMIT 1`,
    [ref],
  );
  return rows[0]?.key;
}

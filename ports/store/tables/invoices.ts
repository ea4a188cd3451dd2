import type { Invoice } from '../../../domain/invoice';
import type { Transaction } from '../store';

/** An invoice with the card it is charged to, which expressions do not see. */
export type InvoiceRow = Invoice & { readonly paymentMethod?: string };

const columns = `id, amount_minor AS "amountMinor", currency, state, first_failure_at AS "firstFailureAt",
  last_failure_at AS "lastFailureAt", decline_code AS "declineCode", attempts, payment_method AS "paymentMethod"`;

/** All invoices of a customer, the oldest failure first. */
export async function listInvoices(tx: Transaction, key: string): Promise<InvoiceRow[]> {
  return tx.query<InvoiceRow>(
    `SELECT ${columns} FROM invoices WHERE customer_key = $1 ORDER BY first_failure_at NULLS LAST, id`,
    [key],
  );
}

/** One invoice. */
export async function readInvoice(tx: Transaction, key: string, id: string): Promise<InvoiceRow | undefined> {
  const [row] = await tx.query<InvoiceRow>(
    `SELECT ${columns} FROM invoices WHERE customer_key = $1 AND id = $2`,
    [key, id],
  );
  return row;
}

/** Writes invoices as they now are. */
export async function upsertInvoices(
  tx: Transaction,
  key: string,
  invoices: readonly InvoiceRow[],
  at: string,
): Promise<void> {
  if (invoices.length === 0) return;
  await tx.query(
    `INSERT INTO invoices (customer_key, id, amount_minor, currency, state, first_failure_at, last_failure_at,
       decline_code, attempts, payment_method, updated_at)
     SELECT $1, id, "amountMinor", currency, state, "firstFailureAt", "lastFailureAt", "declineCode", attempts,
       "paymentMethod", $3
     FROM jsonb_to_recordset($2::jsonb) AS i(id text, "amountMinor" bigint, currency text, state text,
       "firstFailureAt" timestamptz, "lastFailureAt" timestamptz, "declineCode" text, attempts integer,
       "paymentMethod" text)
     ON CONFLICT (customer_key, id) DO UPDATE SET amount_minor = excluded.amount_minor,
       currency = excluded.currency, state = excluded.state, first_failure_at = excluded.first_failure_at,
       last_failure_at = excluded.last_failure_at, decline_code = excluded.decline_code,
       attempts = excluded.attempts, payment_method = excluded.payment_method, updated_at = excluded.updated_at`,
    [key, JSON.stringify(invoices), at],
  );
}

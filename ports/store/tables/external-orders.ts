import type { Transaction } from '../store';

/** When and in which order a sender last spoke about one external segment. */
export interface ExternalOrder {
  readonly segment: string;
  readonly context: string;
  readonly at: string | null;
  readonly sequence: number | null;
}

/** What senders said last about a customer's external segments. */
export async function readExternalOrders(tx: Transaction, customerKey: string): Promise<ExternalOrder[]> {
  return tx.query('SELECT segment, context, at, sequence FROM external_orders WHERE customer_key = $1', [
    customerKey,
  ]);
}

/** Remembers what was said last. */
export async function upsertExternalOrder(
  tx: Transaction,
  customerKey: string,
  order: ExternalOrder,
): Promise<void> {
  await tx.query(
    `INSERT INTO external_orders (customer_key, segment, context, at, sequence) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (customer_key, segment, context) DO UPDATE
       SET at = greatest(external_orders.at, excluded.at),
           sequence = greatest(external_orders.sequence, excluded.sequence)`,
    [customerKey, order.segment, order.context, order.at, order.sequence],
  );
}

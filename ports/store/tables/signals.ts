import type { CustomerSignal } from '../../../domain/signals/signal';
import type { Transaction } from '../store';

/** A fact about to be stored. */
export type NewSignal = CustomerSignal & { readonly origin: string };

/** Stores facts and gives the positions of those that were new; a known (origin, id) is the same fact. */
export async function insertSignals(
  tx: Transaction,
  key: string,
  signals: readonly NewSignal[],
  acceptedAt: string,
): Promise<Set<number>> {
  const rows = await tx.query<{ position: number }>(
    `INSERT INTO signals (customer_key, origin, id, name, value, data, context, occurred_at, accepted_at, position)
     SELECT $1, origin, id, name, value, data, context, "occurredAt", $3, position
     FROM jsonb_to_recordset($2::jsonb) AS s(origin text, id text, name text, value jsonb, data jsonb,
       context text, "occurredAt" timestamptz, position bigint)
     ON CONFLICT (origin, id) DO NOTHING
     RETURNING position`,
    [key, JSON.stringify(signals), acceptedAt],
  );
  return new Set(rows.map((row) => row.position));
}

import type { Adjustment } from '../../../domain/handling/adjustments';
import type { Transaction } from '../store';

/** Records what an evaluation changed in a customer's handling. */
export async function insertAdjustments(
  tx: Transaction,
  of: { readonly customerKey: string; readonly sequence: number; readonly at: string },
  adjustments: readonly Adjustment[],
): Promise<void> {
  if (adjustments.length === 0) return;
  await tx.query(
    `INSERT INTO adjustments (customer_key, sequence, what, from_level, to_level, because, at)
     SELECT $1, $2, a.what, a."from", a."to", a.because, $3
     FROM jsonb_to_recordset($4::jsonb) AS a(what text, "from" text, "to" text, because text)`,
    [of.customerKey, of.sequence, of.at, JSON.stringify(adjustments)],
  );
}

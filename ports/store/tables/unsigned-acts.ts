import type { UnsignedAct } from '../../../domain/treatment-activities';
import type { Transaction } from '../store';

/** Records what a raw signal asked for and what became of it. */
export async function insertUnsignedAct(
  tx: Transaction,
  row: {
    readonly treatmentId: string;
    readonly act: UnsignedAct | { readonly kind: UnsignedAct['kind']; readonly unread: string };
    readonly accepted: boolean;
    readonly why: string;
    readonly at: string;
  },
): Promise<void> {
  await tx.query(
    'INSERT INTO unsigned_acts (treatment_id, act, accepted, why, at) VALUES ($1, $2::text::jsonb, $3, $4, $5)',
    [row.treatmentId, JSON.stringify(row.act), row.accepted, row.why, row.at],
  );
}

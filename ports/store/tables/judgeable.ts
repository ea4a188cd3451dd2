import type { Transaction } from '../store';

/** Open treatments that Temporal has had for a while, so that its answer about them can be believed; by id, after `cursor`. */
export async function judgeableTreatments(
  tx: Transaction,
  page: { readonly cursor: string; readonly limit: number; readonly startedBefore: string },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT id FROM treatments
     WHERE state <> 'closed' AND start_delivered_at < $1 AND id > $2
     ORDER BY id LIMIT $3`,
    [page.startedBefore, page.cursor, page.limit],
  );
  return rows.map(({ id }) => id);
}

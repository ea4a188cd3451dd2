import type { Transaction } from '../store';

/** A banner of one treatment. */
export interface BannerKey {
  readonly customerKey: string;
  readonly template: string;
  readonly treatmentId: string;
}

/** Shows a banner in the product until it is cleared. */
export async function showBanner(tx: Transaction, key: BannerKey, at: string): Promise<void> {
  await tx.query(
    `INSERT INTO banners (customer_key, template, treatment_id, shown_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (customer_key, template, treatment_id) DO UPDATE SET shown_at = excluded.shown_at, cleared_at = NULL`,
    [key.customerKey, key.template, key.treatmentId, at],
  );
}

/** Clears a banner of a treatment. */
export async function clearBanner(tx: Transaction, key: BannerKey, at: string): Promise<void> {
  await tx.query(
    `UPDATE banners SET cleared_at = $4
     WHERE customer_key = $1 AND template = $2 AND treatment_id = $3 AND cleared_at IS NULL`,
    [key.customerKey, key.template, key.treatmentId, at],
  );
}

/** Clears every banner a treatment still shows; says which. */
export async function clearBannersOf(tx: Transaction, treatmentId: string, at: string): Promise<string[]> {
  const rows = await tx.query<{ template: string }>(
    `UPDATE banners SET cleared_at = $2 WHERE treatment_id = $1 AND cleared_at IS NULL RETURNING template`,
    [treatmentId, at],
  );
  return rows.map(({ template }) => template).sort();
}

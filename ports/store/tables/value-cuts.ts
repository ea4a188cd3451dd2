import type { ValueCuts } from '../../../domain/value';
import type { Transaction } from '../store';

/** The cuts and over how many customers they were computed. */
export type ComputedCuts = ValueCuts & { readonly customers: number };

/** Cuts the tiers of value at these percentiles of the customers' stored values; undefined while no customer has one. */
export async function computeValueCuts(
  tx: Transaction,
  percentiles: { readonly high: number; readonly medium: number },
  at: string,
): Promise<ComputedCuts | undefined> {
  const [row] = await tx.query<ComputedCuts>(
    `INSERT INTO value_cuts (high_from, medium_from, customers, computed_at)
     SELECT percentile_disc($1::double precision) WITHIN GROUP (ORDER BY value_amount),
       percentile_disc($2::double precision) WITHIN GROUP (ORDER BY value_amount), count(*), $3
     FROM customers WHERE value_amount IS NOT NULL HAVING count(*) > 0
     ON CONFLICT (id) DO UPDATE SET high_from = excluded.high_from, medium_from = excluded.medium_from,
       customers = excluded.customers, computed_at = excluded.computed_at
     RETURNING high_from AS "highFrom", medium_from AS "mediumFrom", customers`,
    [percentiles.high, percentiles.medium, at],
  );
  return row;
}

/** Where the tiers of value are cut now; zero before they were first computed. */
export async function readValueCuts(tx: Transaction): Promise<ValueCuts> {
  const [row] = await tx.query<ValueCuts>(
    'SELECT high_from AS "highFrom", medium_from AS "mediumFrom" FROM value_cuts',
  );
  return row ?? { highFrom: 0, mediumFrom: 0 };
}

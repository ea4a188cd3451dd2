import type { Transaction } from '../store';

/** Whether starts are held back, since when and why. */
export interface StormBreakerRow {
  readonly trippedAt: string | null;
  readonly reason: string | null;
  readonly clearedAt: string | null;
}

/** The breaker as it stands; a deployment that never tripped has no row. */
export async function readBreaker(tx: Transaction): Promise<StormBreakerRow> {
  const [row] = await tx.query<StormBreakerRow>(
    'SELECT tripped_at AS "trippedAt", reason, cleared_at AS "clearedAt" FROM storm_breaker',
  );
  return row ?? { trippedAt: null, reason: null, clearedAt: null };
}

/** Trips the breaker; the first reason stays. */
export async function tripBreaker(tx: Transaction, at: string, reason: string): Promise<void> {
  await tx.query(
    `INSERT INTO storm_breaker (tripped_at, reason) VALUES ($1, $2)
     ON CONFLICT (id) DO UPDATE SET tripped_at = excluded.tripped_at, reason = excluded.reason
     WHERE storm_breaker.tripped_at IS NULL`,
    [at, reason],
  );
}

/** Lets starts go on and counts crossings from here. */
export async function clearBreaker(tx: Transaction, at: string): Promise<void> {
  await tx.query('UPDATE storm_breaker SET tripped_at = NULL, reason = NULL, cleared_at = $1', [at]);
}

import type { Tier } from '../../../domain/words';
import type { Transaction } from '../store';

/** What one checkpoint of a treatment found in the play's own dimension. */
export interface Checkpoint {
  readonly at: string;
  readonly tier: Tier;
  readonly points: number;
}

/** Keeps what a checkpoint found; an activity tried again replaces what its first try found. */
export async function keepCheckpoint(
  tx: Transaction,
  of: { readonly treatmentId: string; readonly step: string; readonly path: string },
  found: Checkpoint,
): Promise<void> {
  await tx.query(
    `INSERT INTO checkpoints (treatment_id, step, path, at, tier, points) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (treatment_id, step, path) DO UPDATE SET at = excluded.at, tier = excluded.tier, points = excluded.points`,
    [of.treatmentId, of.step, of.path, found.at, found.tier, found.points],
  );
}

/** The last checkpoints of a treatment, oldest first. */
export async function lastCheckpoints(
  tx: Transaction,
  treatmentId: string,
  limit: number,
): Promise<Checkpoint[]> {
  const rows = await tx.query<Checkpoint>(
    'SELECT iso(at) AS at, tier, points FROM checkpoints WHERE treatment_id = $1 ORDER BY checkpoints.at DESC LIMIT $2',
    [treatmentId, limit],
  );
  return rows.reverse();
}

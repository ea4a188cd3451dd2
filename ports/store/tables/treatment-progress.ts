import type { Progress } from '../../../domain/treatment-activities';
import type { Transaction } from '../store';

/** Writes where a treatment is and what it waits for; a closed one stays as it ended. */
export async function setProgress(tx: Transaction, treatmentId: string, progress: Progress): Promise<void> {
  await tx.query(
    `UPDATE treatments SET step = $2, done = $3, waiting_for = $4, until = $5, next_step = $6
     WHERE id = $1 AND state <> 'closed'`,
    [treatmentId, progress.step, progress.done, progress.waitingFor, progress.until ?? null, progress.next],
  );
}

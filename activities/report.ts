import type { Application } from '../application/application';
import { factsSnapshot } from '../application/facts';
import type { FactsSnapshot } from '../domain/facts';
import type { StepCommand } from '../domain/treatment-activities';
import type { Transaction } from '../ports/store/store';
import { setProgress } from '../ports/store/tables/treatment-progress';

/** Writes where the treatment is and reads fresh facts, in a transaction the activity has anyway. */
export async function report(
  tx: Transaction,
  app: Application,
  command: StepCommand,
): Promise<FactsSnapshot> {
  await setProgress(tx, command.treatmentId, command.progress);
  return factsSnapshot(tx, app, command.customerKey);
}

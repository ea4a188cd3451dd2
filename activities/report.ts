import type { Application } from '../application/application';
import { treatmentFacts } from '../application/facts';
import type { FactsSnapshot } from '../domain/facts';
import { awaitedWords } from '../domain/machine/words/reasons';
import type { Progress, StepCommand } from '../domain/treatment-activities';
import type { Transaction } from '../ports/store/store';
import { setProgress } from '../ports/store/tables/treatment-progress';

/** What keeps an effect from being over, as far as people are told. */
export interface Held {
  readonly until: string;
  readonly code: string;
}

/** Writes where the treatment is and reads fresh facts, in a transaction the activity has anyway. */
export async function report(
  tx: Transaction,
  app: Application,
  command: StepCommand,
  held?: Held,
): Promise<FactsSnapshot> {
  const progress = held ? heldProgress(command, held) : command.progress;
  // Bookkeeping beside the plan has nothing to tell: where the treatment is stays written.
  if (progress.step !== '' || progress.next !== '') await setProgress(tx, command.treatmentId, progress);
  return treatmentFacts(tx, app, command);
}

// The machine announced what follows the step; the gate has put the step itself off.
function heldProgress({ step, progress }: StepCommand, { until, code }: Held): Progress {
  if (progress.person) return progress;
  return { step, done: '', waitingFor: awaitedWords(code), until, next: progress.done };
}

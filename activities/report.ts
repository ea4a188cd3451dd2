import type { Application } from '../application/application';
import { factsSnapshot } from '../application/facts';
import type { FactsSnapshot } from '../domain/facts';
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
  await setProgress(tx, command.treatmentId, held ? heldProgress(command, held) : command.progress);
  return factsSnapshot(tx, app, command.customerKey);
}

const reasons: Readonly<Record<string, string>> = {
  quietHours: 'the end of the quiet hours',
  frequencyCap: 'room under the frequency cap',
  retrySchedule: 'the next charge by the retry schedule',
  paused: 'the treatment to be resumed',
};

// The machine announced what follows the step; the gate has put the step itself off.
function heldProgress({ step, progress }: StepCommand, { until, code }: Held): Progress {
  const waitingFor = reasons[code] ?? `another try after ${code}`;
  return { step, done: '', waitingFor, until, next: progress.done };
}

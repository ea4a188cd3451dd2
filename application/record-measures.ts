import { measureOf } from '../domain/measure';
import type { Transaction } from '../ports/store/store';
import { setMeasure } from '../ports/store/tables/measures';
import { readTreatment } from '../ports/store/tables/treatments';
import type { Application } from './application';
import { factsSnapshot } from './facts';
import { pinnedProgram } from './pinned-program';
import { workOff, type Worked } from './sweep-work';
import { treatmentScope } from './treatment-scope';

/** Writes the measures of treatments that ended before their day, by the pinned program and today's facts; at most `limit`. */
export async function recordDueMeasures(
  app: Application,
  options: { readonly now: string; readonly limit: number },
): Promise<Worked<void>> {
  return workOff(app, { what: 'measure', ...options }, (tx, id) => record(tx, app, id));
}

async function record(tx: Transaction, app: Application, treatmentId: string): Promise<void> {
  const treatment = await readTreatment(tx, treatmentId);
  if (!treatment) throw new Error(`there is no treatment ${treatmentId} to measure`);
  const program = await pinnedProgram(tx, app, treatment);
  const { facts } = await factsSnapshot(tx, app, treatment.customerKey, treatment);
  const now = app.clock.now();
  await setMeasure(tx, treatmentId, measureOf(program, treatmentScope(facts, treatment, { now })), now);
}

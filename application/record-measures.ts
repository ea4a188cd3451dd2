import { measureOf } from '../domain/measure';
import type { Transaction } from '../ports/store/store';
import { dueMeasures, setMeasure } from '../ports/store/tables/measures';
import { readTreatment } from '../ports/store/tables/treatments';
import type { Application } from './application';
import { factsSnapshot } from './facts';
import { pinnedProgram } from './pinned-program';
import { treatmentScope } from './treatment-scope';

/** Writes the measures of treatments that ended before their day, by the pinned program and today's facts; at most `limit`. */
export async function recordDueMeasures(
  app: Application,
  options: { readonly now: string; readonly limit: number },
): Promise<{ readonly measured: number; readonly more: boolean }> {
  const { now, limit } = options;
  const due = await app.store.transaction((tx) => dueMeasures(tx, now, limit));
  let measured = 0;
  for (const id of due) if (await recordOrLog(app, id)) measured += 1;
  // What fails stays due: only progress says that looking again at once is of use.
  return { measured, more: due.length === limit && measured > 0 };
}

async function recordOrLog(app: Application, treatmentId: string): Promise<boolean> {
  try {
    await app.store.transaction((tx) => record(tx, app, treatmentId));
    return true;
  } catch (error) {
    // One treatment that cannot be measured must not keep the others from it.
    app.log.error({ treatmentId, error: String(error) }, 'measure failed in the sweep');
    return false;
  }
}

async function record(tx: Transaction, app: Application, treatmentId: string): Promise<void> {
  const treatment = await readTreatment(tx, treatmentId);
  if (!treatment) throw new Error(`there is no treatment ${treatmentId} to measure`);
  const program = await pinnedProgram(tx, app, treatment);
  const { facts } = await factsSnapshot(tx, app, treatment.customerKey, treatment);
  const now = app.clock.now();
  await setMeasure(tx, treatmentId, measureOf(program, treatmentScope(facts, treatment, { now })), now);
}

import { pinFacts } from '../domain/pinned-facts';
import type { TreatmentInput } from '../domain/treatment';
import type { Transaction } from '../ports/store/store';
import { readTreatment } from '../ports/store/tables/treatments';
import type { Application } from './application';
import { factsSnapshot } from './facts';
import { pinnedProgram } from './pinned-program';

/** What the workflow of a treatment is given at its start, pinned for its whole life. */
export async function startPayload(
  tx: Transaction,
  app: Application,
  treatmentId: string,
): Promise<TreatmentInput> {
  const treatment = await readTreatment(tx, treatmentId);
  if (!treatment) throw new Error(`there is no treatment ${treatmentId} to start`);
  // What a program mentions is asked in the store only, and an input lies in its history for as long as it runs.
  const { mentions: _, ...program } = await pinnedProgram(tx, app, treatment);
  const start = await factsSnapshot(tx, app, treatment.customerKey, treatment);
  return {
    treatmentId,
    customerKey: treatment.customerKey,
    ...(treatment.context !== null && { context: treatment.context }),
    arm: treatment.arm,
    program: { ...program, parameters: { ...program.parameters, ...treatment.parameters } },
    startedAt: treatment.startedAt,
    breachedAt: treatment.breachedAt,
    why: treatment.why,
    valueTier: start.facts.value.tier,
    riskTier: treatment.startTier,
    start: pinFacts(start),
    ...(app.clockSettings.scale !== 1 && { clock: app.clockSettings }),
  };
}

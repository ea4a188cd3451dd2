import { endTreatments } from '../application/end-treatments';
import { evaluateCustomer } from '../application/evaluate-customer';
import { handOver } from '../application/hand-over';
import { lockCustomer } from '../application/lock-customer';
import type { FactsSnapshot } from '../domain/facts';
import type { CheckpointResult, HandOverCommand, StepCommand } from '../domain/treatment-activities';
import { keepCheckpoint } from '../ports/store/tables/checkpoints';
import { undeliveredItems } from '../ports/store/tables/outbox-delivery';
import { setProgress } from '../ports/store/tables/treatment-progress';
import { readTreatment } from '../ports/store/tables/treatments';
import type { TreatmentActivityDeps } from './deps';
import { report } from './report';

// More than a treatment has on its way at once; the relay brings the rest.
const mostItems = 100;

/** Scores the customer anew; what it enters neither starts nor updates the treatment that asks, what it leaves is told to it. */
export async function rescore(
  { app }: TreatmentActivityDeps,
  command: StepCommand,
): Promise<CheckpointResult> {
  const { customerKey, treatmentId } = command;
  return app.store.transaction(async (tx) => {
    await lockCustomer(tx, customerKey);
    await evaluateCustomer(tx, app, customerKey, {
      asOf: app.clock.now(),
      excludeTreatment: treatmentId,
    });
    const facts = await report(tx, app, command);
    const treatment = await readTreatment(tx, treatmentId);
    const dimension =
      treatment && (await app.books.byHash(tx, treatment.bookHash)).playbooks[treatment.playbook]?.dimension;
    const score = dimension && facts.facts.scores[dimension];
    const { tier = 'low', points = 0 } = score ?? {};
    await keepCheckpoint(tx, command, { at: app.clock.now(), tier, points });
    // From the store, not from this try of the activity: one tried again finds no crossing any more.
    const inbox = await undeliveredItems(tx, treatmentId, mostItems);
    return {
      facts,
      sequence: facts.sequence,
      tier,
      points,
      ...(inbox.length > 0 && { inbox }),
    };
  });
}

/** Reads the facts and checks goal and exits on them: time alone, or what came during a pause, may have ended the treatment. */
export async function readFacts(
  { app }: TreatmentActivityDeps,
  command: StepCommand,
): Promise<{ readonly facts: FactsSnapshot }> {
  return app.store.transaction(async (tx) => {
    await lockCustomer(tx, command.customerKey);
    const facts = await report(tx, app, command);
    const treatment = await readTreatment(tx, command.treatmentId);
    if (treatment) await endTreatments(tx, app, [treatment], { facts: facts.facts });
    return { facts };
  });
}

/** Records what the treatment waits for. */
export async function recordProgress({ app }: TreatmentActivityDeps, command: StepCommand): Promise<void> {
  await app.store.transaction((tx) => setProgress(tx, command.treatmentId, command.progress));
}

/** Hands the customer over to another play. */
export async function handOverTo(
  { app }: TreatmentActivityDeps,
  command: HandOverCommand,
): Promise<{ readonly facts: FactsSnapshot }> {
  return app.store.transaction(async (tx) => {
    const { treatmentId, customerKey, playbook } = command;
    const decided = await handOver(tx, app, { treatmentId, customerKey, playbook, with: command.with });
    app.log.info({ treatmentId, playbook, decided }, 'handed over');
    return { facts: await report(tx, app, command) };
  });
}

import { closeTreatment } from '../application/close-treatment';
import { lockCustomer } from '../application/lock-customer';
import { acceptTerminal } from '../application/terminal';
import type { FactsSnapshot } from '../domain/facts';
import type { CompleteCommand, StepCommand, TreatmentActivities } from '../domain/treatment-activities';
import { outcomes, type Outcome } from '../domain/words';
import { isMember } from '../ports/store/tables/memberships';
import { setMeasure } from '../ports/store/tables/measures';
import { readTreatment } from '../ports/store/tables/treatments';
import { gateOf, type TreatmentActivityDeps } from './deps';
import { report } from './report';

/** After a grace period: accepts the leave unless the customer is back in the segment, about the same thing. */
export async function confirmLeave(
  { app }: TreatmentActivityDeps,
  command: StepCommand,
): Promise<{ readonly left: boolean; readonly facts: FactsSnapshot }> {
  return app.store.transaction(async (tx) => {
    await lockCustomer(tx, command.customerKey);
    const facts = await report(tx, app, command);
    const treatment = await readTreatment(tx, command.treatmentId);
    if (!treatment || (await isMember(tx, treatment.customerKey, treatment))) return { left: false, facts };
    await acceptTerminal(tx, app, treatment.id, {
      kind: 'exit',
      reason: `left ${treatment.segment}`,
      outcome: 'left',
    });
    return { left: true, facts };
  });
}

/** The maximum duration is over: ends the treatment unless something ended it before, and says what did. */
export async function expireTreatment(
  { app }: TreatmentActivityDeps,
  command: StepCommand & { readonly reason: string },
): Promise<{ readonly outcome: Outcome; readonly reason: string }> {
  return app.store.transaction(async (tx) => {
    await lockCustomer(tx, command.customerKey);
    const { first } = await acceptTerminal(tx, app, command.treatmentId, {
      kind: 'exit',
      reason: command.reason,
      outcome: 'expired',
    });
    return { outcome: outcomeOf(first.outcome) ?? 'expired', reason: first.reason };
  });
}

/** Records the measure's answer, for either arm on the day the playbook names. */
export async function recordMeasure(
  { app }: TreatmentActivityDeps,
  command: StepCommand & { readonly value: boolean },
): Promise<void> {
  await app.store.transaction((tx) => setMeasure(tx, command.treatmentId, command.value, app.clock.now()));
}

/** Writes the outcome; one accepted earlier wins over the one the workflow found. */
export async function completeTreatment(
  deps: TreatmentActivityDeps,
  command: CompleteCommand,
): ReturnType<TreatmentActivities['completeTreatment']> {
  const { app } = deps;
  const { treatmentId, outcome, reason, mark, details } = command;
  const answer = await app.store.transaction(async (tx) => {
    await lockCustomer(tx, command.customerKey);
    const closed = await closeTreatment(tx, app, { treatmentId, outcome, reason, mark, details });
    return { ...closed, outcome: outcomeOf(closed.outcome) ?? outcome };
  });
  gateOf(deps).crash('afterOutcomeCommit');
  return answer;
}

function outcomeOf(text: string | null | undefined): Outcome | undefined {
  return outcomes.find((outcome) => outcome === text);
}

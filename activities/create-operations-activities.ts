import { heartbeat } from '@temporalio/activity';
import { compareBatch } from '../application/janitor/compare-batch';
import { recomputeValueCuts } from '../application/recompute-value-cuts';
import { rescoreBatch } from '../application/rescore-base';
import { sweepDue } from '../application/sweep';
import type { TreatmentRuntime } from '../ports/temporal/treatment-runtime';
import type { TreatmentActivityDeps } from './deps';
import type { OperationsActivities } from './operations-activities';
import { settleForgottenEffects } from './reconcile';

// Longer than any attempt and its retries take while a worker lives.
const forgottenAfterMs = 5 * 60_000;
const noCuts = { highFrom: 0, mediumFrom: 0, customers: 0 };

/** The activities of the scheduled workflows, over the same parts as a treatment's. */
export function createOperationsActivities(
  deps: TreatmentActivityDeps,
  runtime: TreatmentRuntime,
): OperationsActivities {
  const { app } = deps;
  const settleStuckEffects = () => settleForgottenEffects(deps, forgottenAfterMs);
  return {
    recomputeValueCuts: async () => (await recomputeValueCuts(app)) ?? noCuts,
    rescoreBatch: (command) => rescoreBatch(app, command),
    sweepDue: (command) => sweepDue(app, command),
    compareWithTemporal: (command) => compareBatch({ app, runtime, settleStuckEffects }, command, heartbeat),
  };
}

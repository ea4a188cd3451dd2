import { heartbeat } from '@temporalio/activity';
import type { Application } from '../application/application';
import { compareBatch } from '../application/janitor/compare-batch';
import { rescoreBatch } from '../application/rescore-base';
import { sweepDue } from '../application/sweep';
import type { TreatmentRuntime } from '../ports/temporal/treatment-runtime';
import type { OperationsActivities } from './operations-activities';

/** The activities of the scheduled workflows. */
export function createOperationsActivities(deps: {
  readonly app: Application;
  readonly runtime: TreatmentRuntime;
}): OperationsActivities {
  return {
    rescoreBatch: (command) => rescoreBatch(deps.app, command),
    sweepDue: (command) => sweepDue(deps.app, command),
    compareWithTemporal: (command) => compareBatch(deps, command, heartbeat),
  };
}

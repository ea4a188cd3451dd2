import type { Client } from '@temporalio/client';
import { createOperationsActivities } from '../activities/create-operations-activities';
import { createTreatmentActivities } from '../activities/create-treatment-activities';
import type { TreatmentActivityDeps } from '../activities/deps';
import type { OperationsActivities } from '../activities/operations-activities';
import type { TreatmentActivities } from '../activities/treatment-activities';
import type { CrashHook } from '../application/crash-points';
import { gateParts, type GateParts } from '../application/gate/gate-parts';
import { type Composition, runtimeOf } from './composition';

/** Everything a worker can do, over one composition; `gate` replaces parts of the gate, to show that each matters. */
export function activitiesOf(
  { app, email, payments, render, settings }: Composition,
  client: Client,
  crash: CrashHook,
  gate: Partial<GateParts> = {},
): TreatmentActivities & OperationsActivities {
  const deps: TreatmentActivityDeps = {
    app,
    email,
    payments,
    render,
    links: ({ customerKey }) => ({
      updateCard: settings.TIDELINE_UPDATE_CARD_URL.replace('{customer}', customerKey),
      account: settings.TIDELINE_ACCOUNT_URL.replace('{customer}', customerKey),
    }),
    trustUnsigned: settings.TIDELINE_TRUST_UNSIGNED,
    gate: { ...gateParts, ...gate, crash },
  };
  return {
    ...createTreatmentActivities(deps),
    ...createOperationsActivities(deps, runtimeOf(settings, client)),
  };
}

import { contextFacts } from '../domain/context';
import type { EventFacts, Facts, TreatmentScope } from '../domain/facts';
import type { TreatmentRow } from '../ports/store/tables/treatments';

const dayMs = 86_400_000;

/** What the goal and exits of a treatment read; the results of its steps are known to its workflow alone. */
export function treatmentScope(
  facts: Facts,
  treatment: TreatmentRow,
  at: { readonly now: string; readonly event?: EventFacts },
): TreatmentScope {
  return {
    ...facts,
    context: contextFacts(treatment.context),
    treatment: {
      id: treatment.id,
      playbook: treatment.playbook,
      arm: treatment.arm,
      days: Math.max(0, (Date.parse(at.now) - Date.parse(treatment.startedAt)) / dayMs),
      startTier: treatment.startTier,
      startPoints: treatment.startPoints,
    },
    ...(at.event && { event: at.event }),
    step: {},
  };
}

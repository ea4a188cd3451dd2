import { endOf } from '../domain/accepted-end';
import type { EventFacts, Facts } from '../domain/facts';
import type { Transaction } from '../ports/store/store';
import type { TreatmentRow } from '../ports/store/tables/treatments';
import type { Application } from './application';
import { pinnedProgram } from './pinned-program';
import { acceptTerminal } from './terminal';
import { treatmentScope } from './treatment-scope';

/**
 * Accepts the goal or exit of every treatment for which one holds on these facts; gives the ids of those
 * that ended. The customer must be locked.
 */
export async function endTreatments(
  tx: Transaction,
  app: Application,
  treatments: readonly TreatmentRow[],
  found: { readonly facts: Facts; readonly event?: EventFacts },
): Promise<string[]> {
  const now = app.clock.now();
  const ended: string[] = [];
  for (const treatment of treatments) {
    if (treatment.state !== 'running' && treatment.state !== 'paused') continue;
    const program = await pinnedProgram(tx, app, treatment);
    const end = endOf(program, treatmentScope(found.facts, treatment, { now, event: found.event }));
    if (!end) continue;
    const { accepted } = await acceptTerminal(tx, app, treatment.id, end);
    if (accepted) ended.push(treatment.id);
  }
  return ended;
}

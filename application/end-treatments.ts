import { endOf } from '../domain/accepted-end';
import { countsFor } from '../domain/context';
import { type CustomerFacts, factsAbout } from '../domain/facts';
import type { CustomerSignal } from '../domain/signals/signal';
import type { Transaction } from '../ports/store/store';
import type { TreatmentRow } from '../ports/store/tables/treatments';
import type { Application } from './application';
import { pinnedProgram } from './pinned-program';
import { acceptTerminal } from './terminal';
import { treatmentScope } from './treatment-scope';

/**
 * Accepts the goal or exit of every treatment for which one holds on these facts, as seen from what it is about;
 * gives the ids of those that ended. The customer must be locked.
 */
export async function endTreatments(
  tx: Transaction,
  app: Application,
  treatments: readonly TreatmentRow[],
  found: CustomerFacts & { readonly events?: readonly CustomerSignal[] },
): Promise<string[]> {
  const now = app.clock.now();
  const ended: string[] = [];
  for (const treatment of treatments) {
    if (treatment.state !== 'running' && treatment.state !== 'paused') continue;
    const program = await pinnedProgram(tx, app, treatment);
    const { context } = treatment;
    const event = found.events?.findLast((one) => countsFor(context, one.context));
    const scope = treatmentScope(factsAbout(found, context), treatment, {
      now,
      ...(event && { event: { name: event.name, value: event.value } }),
    });
    const end = endOf(program, scope);
    if (!end) continue;
    const { accepted } = await acceptTerminal(tx, app, treatment.id, end);
    if (accepted) ended.push(treatment.id);
  }
  return ended;
}

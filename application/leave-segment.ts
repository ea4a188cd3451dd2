import type { Crossing } from '../domain/crossing';
import type { FactsSnapshot } from '../domain/facts';
import type { Transaction } from '../ports/store/store';
import { readTreatment } from '../ports/store/tables/treatments';
import type { Application } from './application';
import { addInboxItem } from './inbox';
import { pinnedProgram } from './pinned-program';
import { acceptTerminal } from './terminal';

/** Does to a treatment what its pinned program says of leaving the segment that started it. */
export async function leaveSegment(
  tx: Transaction,
  app: Application,
  leave: { readonly treatmentId: string; readonly crossing: Crossing; readonly facts: FactsSnapshot },
): Promise<void> {
  const treatment = await readTreatment(tx, leave.treatmentId);
  if (!treatment) throw new Error(`there is no treatment ${leave.treatmentId} to tell of a leave`);
  const { mode } = (await pinnedProgram(tx, app, treatment)).onLeave;
  switch (mode) {
    case 'continue':
      return;
    case 'cancel':
      await acceptTerminal(tx, app, treatment.id, {
        kind: 'exit',
        reason: `left ${leave.crossing.segment}`,
        outcome: 'left',
      });
      return;
    case 'redirect':
    case 'grace':
      await addInboxItem(tx, app, treatment.id, {
        kind: 'leave',
        mode,
        sequence: leave.crossing.sequence,
        facts: leave.facts,
      });
  }
}

import type { Crossing } from '../crossing';
import { isOpen, type ArbitrationInput } from './arbitration';
import type { ArbitratedTreatment, Decision } from './decision';

/** Tells every open treatment that a segment started that the customer has left it, also the one whose checkpoint found it. */
export function decideLeave(input: ArbitrationInput, crossing: Crossing): Decision[] {
  return input.treatments
    .filter((treatment) => isOpen(treatment) && startedBy(crossing, treatment))
    .map((treatment) => leave(crossing, treatment));
}

/** A treatment as later decisions of the same arbitration see it, once a leave that cancels was decided. */
export function afterLeaves(
  input: ArbitrationInput,
  treatment: ArbitratedTreatment,
  decisions: readonly Decision[],
): ArbitratedTreatment {
  const told = decisions.some(
    (decision) => decision.action === 'leave' && decision.treatmentId === treatment.id,
  );
  const mode = treatment.onLeave ?? input.book.playbooks[treatment.playbook]?.program.onLeave.mode;
  return told && mode === 'cancel' ? { ...treatment, state: 'ending' } : treatment;
}

function startedBy(crossing: Crossing, treatment: ArbitratedTreatment): boolean {
  return treatment.segment === crossing.segment && treatment.context === crossing.context;
}

function leave(crossing: Crossing, treatment: ArbitratedTreatment): Decision {
  const about = {
    crossingId: crossing.id,
    playbook: treatment.playbook,
    ...(crossing.context !== undefined && { context: crossing.context }),
  };
  const reason = `left ${crossing.segment}, which started it: the playbook's onLeave applies`;
  const rejected = [{ alternative: 'ignore', why: `${treatment.id} is ${treatment.state}` }];
  return { ...about, reason, rejected, action: 'leave', treatmentId: treatment.id };
}

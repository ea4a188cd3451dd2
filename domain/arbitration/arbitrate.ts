import type { Crossing } from '../crossing';
import { factsAbout } from '../facts';
import type { Playbook } from '../playbook';
import type { ArbitrationInput, Candidate, Field } from './arbitration';
import { choosePlay } from './choose-play';
import { afterLeaves, decideLeave } from './decide-leave';
import { decideStart } from './decide-start';
import type { ArbitratedTreatment, Decision } from './decision';
import { handedOver } from './hand-over';

/**
 * Decides what a customer's crossings mean for its treatments. Exits come first, then the plays
 * that entries and deferred starts ask for, fraud before payment before service before marketing,
 * so that what is decided earlier in one arbitration is in the way of what is decided later. Where class
 * and priorities are equal, what is worth more for this customer comes first.
 */
export function arbitrate(input: ArbitrationInput): Decision[] {
  const decisions = input.crossings
    .filter(({ direction }) => direction === 'exited')
    .flatMap((crossing) => decideLeave(input, crossing));
  const candidates: Candidate[] = [];
  for (const crossing of input.crossings.filter(({ direction }) => direction === 'entered')) {
    collect(choosePlay(input.book, crossing, input), candidates, decisions);
  }
  for (const crossing of input.deferred) {
    if (stillIn(input, crossing)) collect(choosePlay(input.book, crossing, input), candidates, decisions);
    else decisions.push(lapsed(crossing));
  }
  for (const one of input.handOvers ?? []) {
    collect(handedOver(input, one, stillIn(input, one.crossing)), candidates, decisions);
  }
  let field: Field = {
    treatments: input.treatments.map((treatment) => afterLeaves(input, treatment, decisions)),
    starting: new Set(),
  };
  for (const candidate of candidates.sort(byImportance)) {
    const decision = decideStart(input, candidate, field);
    decisions.push(decision);
    if (decision.action === 'start') field = withStart(field, candidate, decision);
  }
  return decisions;
}

function collect(
  asked: Candidate | Decision | undefined,
  candidates: Candidate[],
  decisions: Decision[],
): void {
  if (!asked) return;
  if ('action' in asked) decisions.push(asked);
  else candidates.push(asked);
}

function stillIn(input: ArbitrationInput, crossing: Crossing): boolean {
  const leaves = input.crossings.some(
    ({ direction, segment, context }) =>
      direction === 'exited' && segment === crossing.segment && context === crossing.context,
  );
  return !leaves && factsAbout(input, crossing.context).segments.includes(crossing.segment);
}

function lapsed(crossing: Crossing): Decision {
  const { id, context, segment } = crossing;
  const reason = `the customer left ${segment} while its start was deferred`;
  const rejected = [{ alternative: 'start', why: reason }];
  return {
    crossingId: id,
    playbook: '',
    ...(context !== undefined && { context }),
    reason,
    rejected,
    action: 'ignore',
  };
}

const classRank: Readonly<Record<Playbook['class'], number>> = {
  fraud: 0,
  payment: 1,
  service: 2,
  marketing: 3,
};

function byImportance(one: Candidate, other: Candidate): number {
  return (
    classRank[one.playbook.class] - classRank[other.playbook.class] ||
    other.playbook.priority - one.playbook.priority ||
    other.segmentPriority - one.segmentPriority ||
    other.expectedValue - one.expectedValue ||
    (one.crossing.id < other.crossing.id ? -1 : 1)
  );
}

/** The field once a start was decided: it is there for what follows, and what it pre-empts no longer acts. */
function withStart(field: Field, candidate: Candidate, decision: Decision & { action: 'start' }): Field {
  const { playbook, crossing } = candidate;
  const started: ArbitratedTreatment = {
    id: playbook.id,
    playbook: playbook.id,
    ...(crossing.context !== undefined && { context: crossing.context }),
    state: 'running',
    segment: crossing.segment,
    arm: decision.arm.arm,
  };
  const treatments = field.treatments.map((treatment) => {
    const how = decision.preempts.find(({ treatmentId }) => treatmentId === treatment.id)?.how;
    if (how === undefined) return treatment;
    return { ...treatment, state: how === 'cancel' ? ('ending' as const) : ('paused' as const) };
  });
  return { treatments: [...treatments, started], starting: new Set([...field.starting, started.id]) };
}

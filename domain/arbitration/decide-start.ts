import { drawArm } from '../experiments/arm';
import { isOpen, type ArbitrationInput, type Candidate, type Field, type Rejected } from './arbitration';
import type { ArbitratedTreatment, Decision } from './decision';
import { coolDownEnd, isSameMatter, preemption, waitsFor } from './obstacles';
import { isoOf, msOf } from '../iso-instant';

/** Decides one play that a crossing asks for, against the customer's other treatments. */
export function decideStart(input: ArbitrationInput, candidate: Candidate, field: Field): Decision {
  return (
    joinRunning(input, candidate, field) ??
    coolDown(input, candidate, field) ??
    defer(input, candidate, field) ??
    start(input, candidate, field)
  );
}

/** A treatment of the same matter takes the crossing in; one that is ending has to close first. */
function joinRunning(input: ArbitrationInput, candidate: Candidate, field: Field): Decision | undefined {
  const same = field.treatments.filter((treatment) => isSameMatter(candidate, treatment, input.book));
  const running = same.find((treatment) => isOpen(treatment) && !isPreempted(input, candidate, treatment));
  if (running) return takeIn(input, candidate, field, running);
  const ending = same.filter(({ state }) => state === 'ending').map(({ id }) => id);
  if (ending.length === 0) return undefined;
  const reason = `${ending.join(', ')} is ending: a new treatment starts after it has closed`;
  return {
    ...about(candidate, [startRejected(reason)]),
    reason,
    action: 'defer',
    behind: ending,
    ...askOf(candidate),
  };
}

function takeIn(
  input: ArbitrationInput,
  candidate: Candidate,
  field: Field,
  running: ArbitratedTreatment,
): Decision {
  const one = `${running.playbook} is ${running.state} for the same matter`;
  if (field.starting.has(running.id)) {
    const reason = `${running.playbook} starts for the same matter in this arbitration`;
    return { ...about(candidate, [startRejected(reason)]), reason, action: 'ignore' };
  }
  if (running.id === input.excludeTreatment) {
    const reason = `the checkpoint of ${running.id} has seen this crossing itself`;
    return { ...about(candidate, [startRejected(one)]), reason, action: 'ignore' };
  }
  const reason = `${one}: the crossing updates it`;
  return { ...about(candidate, [startRejected(one)]), reason, action: 'update', treatmentId: running.id };
}

function coolDown(input: ArbitrationInput, candidate: Candidate, field: Field): Decision | undefined {
  const end = coolDownEnd(candidate, field.treatments, msOf(input.asOf));
  if (end === undefined) return undefined;
  const reason = `cool-down of ${candidate.playbook.id} until ${isoOf(end)}`;
  return { ...about(candidate, [startRejected(reason)]), reason, action: 'ignore' };
}

function defer(input: ArbitrationInput, candidate: Candidate, field: Field): Decision | undefined {
  const waits = field.treatments.flatMap((treatment) => {
    const why = waitsFor(candidate.playbook, treatment, input.book);
    return why === undefined ? [] : [{ id: treatment.id, why }];
  });
  const [first] = waits;
  if (!first) return undefined;
  return {
    ...about(
      candidate,
      waits.map(({ why }) => startRejected(why)),
    ),
    reason: first.why,
    action: 'defer',
    behind: waits.map(({ id }) => id),
    ...askOf(candidate),
  };
}

function start(input: ArbitrationInput, candidate: Candidate, field: Field): Decision {
  const { playbook, crossing } = candidate;
  const { salt, globalShare, customerKey } = input;
  const arm = drawArm({
    salt,
    globalShare,
    customerKey,
    playbook: playbook.id,
    share: playbook.holdoutShare,
  });
  const open = field.treatments.filter((treatment) => isOpen(treatment) && !field.starting.has(treatment.id));
  // A held-out customer gets the baseline and nothing else: stopping other plays would be something else.
  const preempts = arm.arm === 'holdout' ? [] : preemptions(input, candidate, open);
  const spared = open.filter(({ id }) => !preempts.some(({ treatmentId }) => treatmentId === id));
  const beside = spared.map((treatment) => ({
    alternative: `pre-empt ${treatment.id}`,
    why: `${playbook.id} runs beside ${treatment.playbook}`,
  }));
  const entered = `entered ${crossing.segment}: ${crossing.reasons.join('; ') || 'no reason given'}`;
  const reason = candidate.handOver ? `handed over to ${playbook.id}; ${entered}` : entered;
  return {
    action: 'start',
    reason,
    arm,
    with: candidate.with,
    preempts,
    ...askOf(candidate),
    ...about(candidate, beside),
  };
}

function askOf({ handOver }: Candidate) {
  return handOver && { handOver };
}

function preemptions(input: ArbitrationInput, candidate: Candidate, open: readonly ArbitratedTreatment[]) {
  return open.flatMap((treatment) => {
    const how = preemption(candidate.playbook, input.book.playbooks[treatment.playbook]);
    return how === undefined ? [] : [{ treatmentId: treatment.id, how }];
  });
}

function isPreempted(input: ArbitrationInput, candidate: Candidate, treatment: ArbitratedTreatment): boolean {
  return preemption(candidate.playbook, input.book.playbooks[treatment.playbook]) !== undefined;
}

function about(candidate: Candidate, rejected: readonly Rejected[]) {
  const { id, context } = candidate.crossing;
  return {
    crossingId: id,
    playbook: candidate.playbook.id,
    ...(context !== undefined && { context }),
    rejected: [...candidate.rejected, ...rejected],
  };
}

function startRejected(why: string): Rejected {
  return { alternative: 'start', why };
}

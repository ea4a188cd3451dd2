import type { CompiledBook } from '../compiled-book';
import { isOpen } from './arbitration';
import type { ArbitratedTreatment } from './decision';
import { isSameMatter, preemption } from './obstacles';

/** A treatment of a merged customer that has to make room, and for which one. */
export interface GivesWay {
  readonly treatmentId: string;
  readonly to: string;
  /** `double` = the same matter is treated already. */
  readonly how: 'double' | 'cancel' | 'pause';
}

/**
 * What becomes of two customers' treatments when they are found to be one: of the same matter the first started goes
 * on; then each pre-empts of the other's what its playbook would have pre-empted at its start.
 * `both` is in the order of their start, `isFirst` tells whose a treatment was.
 */
export function makeRoom(
  both: readonly ArbitratedTreatment[],
  isFirst: (treatment: ArbitratedTreatment) => boolean,
  book: CompiledBook,
): GivesWay[] {
  const given: GivesWay[] = [];
  const stays: ArbitratedTreatment[] = [];
  const across = (one: ArbitratedTreatment, other: ArbitratedTreatment) => isFirst(one) !== isFirst(other);
  for (const treatment of both.filter(isOpen)) {
    const same = stays.find((other) => across(treatment, other) && isSameAs(treatment, other, book));
    if (same) given.push({ treatmentId: treatment.id, to: same.id, how: 'double' });
    else stays.push(treatment);
  }
  for (const treatment of stays) {
    for (const other of stays.filter((one) => across(treatment, one))) {
      const how = preempts(treatment, other, book);
      const over = [treatment, other].some(({ id }) => given.some(({ treatmentId }) => treatmentId === id));
      if (how !== undefined && !over) given.push({ treatmentId: other.id, to: treatment.id, how });
    }
  }
  return given;
}

function isSameAs(treatment: ArbitratedTreatment, other: ArbitratedTreatment, book: CompiledBook): boolean {
  const playbook = book.playbooks[treatment.playbook];
  const { context } = treatment;
  const crossing = context === undefined ? {} : { context };
  return playbook !== undefined && isSameMatter({ playbook, crossing }, other, book);
}

// A held-out customer gets the baseline and nothing else: it stops nobody.
function preempts(
  treatment: ArbitratedTreatment,
  other: ArbitratedTreatment,
  book: CompiledBook,
): 'pause' | 'cancel' | undefined {
  const playbook = book.playbooks[treatment.playbook];
  if (!playbook || treatment.arm === 'holdout') return undefined;
  return preemption(playbook, book.playbooks[other.playbook]);
}

import type { CompiledBook } from '../compiled-book';
import type { Playbook } from '../playbook';
import { isOpen, type Candidate } from './arbitration';
import type { ArbitratedTreatment } from './decision';
import { msOf } from '../iso-instant';

/** What a play is about. */
export interface Matter {
  readonly playbook: Playbook;
  readonly crossing: { readonly context?: string };
}

/** Whether a treatment is about the same thing as a candidate: its play (per context where the play is), or its dimension. */
export function isSameMatter(candidate: Matter, treatment: ArbitratedTreatment, book: CompiledBook): boolean {
  const { playbook, crossing } = candidate;
  const running = book.playbooks[treatment.playbook];
  const sameContext = treatment.context === crossing.context;
  if (treatment.playbook === playbook.id) return playbook.per === 'customer' || sameContext;
  return running?.dimension === playbook.dimension && (sameContext || running.per === 'customer');
}

/** How a play stops another that is open; undefined = it leaves it alone. */
export function preemption(playbook: Playbook, other: Playbook | undefined): 'pause' | 'cancel' | undefined {
  if (!other || other.id === playbook.id) return undefined;
  const named = (play: string) => playbook.preempts.find((rule) => rule.play === play)?.how;
  const said = named(other.id) ?? named(other.class) ?? named('*');
  // Fraud pre-empts everything but another fraud review, whatever the book says.
  if (playbook.class === 'fraud') return other.class === 'fraud' ? undefined : (said ?? 'pause');
  return said;
}

/** Why a play has to wait for an open treatment; undefined = it does not. */
export function waitsFor(
  playbook: Playbook,
  treatment: ArbitratedTreatment,
  book: CompiledBook,
): string | undefined {
  const other = book.playbooks[treatment.playbook];
  if (!other || !isOpen(treatment) || playbook.class === 'fraud') return undefined;
  if (other.class === 'fraud') return `an open fraud review (${other.id}) comes before every other play`;
  if (other.class === 'payment' && givesWayToPayment(playbook)) {
    return `marketing and expansion wait while a payment cure (${other.id}) is open`;
  }
  return playbook.defersTo.includes(other.id) || playbook.defersTo.includes(other.class)
    ? `${playbook.id} gives way to ${other.id}`
    : undefined;
}

function givesWayToPayment(playbook: Playbook): boolean {
  return playbook.class === 'marketing' || playbook.dimension === 'expansion';
}

/** The end of a cool-down that still forbids a play, in milliseconds; undefined = it may start. */
export function coolDownEnd(
  candidate: Candidate,
  treatments: readonly ArbitratedTreatment[],
  asOf: number,
): number | undefined {
  const { playbook, crossing } = candidate;
  const ends = treatments
    .filter((treatment) => treatment.playbook === playbook.id && treatment.state === 'closed')
    .filter((treatment) => playbook.per === 'customer' || treatment.context === crossing.context)
    .flatMap(({ closedAt }) => (closedAt === undefined ? [] : [msOf(closedAt) + playbook.coolDownMs]));
  const end = Math.max(-Infinity, ...ends);
  return end > asOf ? end : undefined;
}

import type { ArbitrationInput, Candidate, HandOver } from './arbitration';
import { factsAbout } from '../facts';
import { expectedValueOf } from './choose-play';
import type { Decision } from './decision';

/** The play that a hand-over names with what it gives it, or why it is wanted no more. */
export function handedOver(
  { book, ...known }: Pick<ArbitrationInput, 'book' | 'facts' | 'contexts'>,
  { crossing, playbook: id, ask }: HandOver,
  stillIn: boolean,
): Candidate | Decision {
  if (ask.member && !stillIn)
    return dropped(crossing, id, `the customer left ${crossing.segment} while its start was deferred`);
  const playbook = book.playbooks[id];
  if (!playbook) return dropped(crossing, id, `the book has no playbook ${id} any more`);
  const expectedValue = expectedValueOf(playbook, factsAbout(known, crossing.context));
  return {
    crossing,
    playbook,
    with: ask.with,
    rejected: [],
    segmentPriority: 0,
    expectedValue,
    handOver: ask,
  };
}

function dropped({ id, context }: HandOver['crossing'], playbook: string, reason: string): Decision {
  const rejected = [{ alternative: 'start', why: reason }];
  return {
    crossingId: id,
    playbook,
    ...(context !== undefined && { context }),
    reason,
    rejected,
    action: 'ignore',
  };
}

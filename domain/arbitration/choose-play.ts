import type { CompiledBook } from '../compiled-book';
import type { Crossing } from '../crossing';
import { compileCondition } from '../expressions/condition';
import { compileNumber } from '../expressions/number';
import { type CustomerFacts, factsAbout } from '../facts';
import type { Playbook } from '../playbook';
import type { TreatBranch } from '../segments/segment';
import type { Candidate, Rejected } from './arbitration';
import type { Decision } from './decision';
import { segmentsById } from '../segments/by-id';

/** Walks the decision tree of the segment a crossing entered: the play it asks for, or why it asks for none. */
export function choosePlay(
  book: CompiledBook,
  crossing: Crossing,
  known: CustomerFacts,
): Candidate | Decision | undefined {
  const segment = segmentsById(book.segments).get(crossing.segment);
  // A segment without a tree changes policy, not plays: there is nothing to decide.
  if (!segment || segment.treat.length === 0) return undefined;
  const scope = factsAbout(known, crossing.context);
  const taken = segment.treat.findIndex(
    (branch) => branch.when === undefined || compileCondition(branch.when)(scope),
  );
  const branch = segment.treat[taken];
  const rejected = segment.treat.flatMap((other, index) =>
    index === taken ? [] : [rejection(other, index, taken)],
  );
  if (!branch) return nothingAsked(crossing, 'no branch of the segment matches this customer', rejected);
  const playbook = book.playbooks[branch.play];
  if (!playbook) return nothingAsked(crossing, `the book has no playbook ${branch.play}`, rejected);
  return {
    crossing,
    playbook,
    with: branch.with,
    rejected,
    segmentPriority: segment.priority,
    expectedValue: expectedValueOf(playbook, scope),
  };
}

/** What starting a play is worth; one that does not say, or says it of what is not known, is worth nothing more than another. */
export function expectedValueOf({ expectedValue }: Playbook, scope: object): number {
  return expectedValue === undefined ? 0 : (compileNumber(expectedValue)(scope) ?? 0);
}

function rejection(branch: TreatBranch, index: number, taken: number): Rejected {
  const later = taken >= 0 && index > taken;
  const why = later ? 'an earlier branch matched' : `its condition is false: ${branch.when ?? ''}`;
  return { alternative: branch.play, why };
}

function nothingAsked(crossing: Crossing, reason: string, rejected: readonly Rejected[]): Decision {
  const { id, context } = crossing;
  return {
    crossingId: id,
    playbook: '',
    ...(context !== undefined && { context }),
    reason,
    rejected,
    action: 'ignore',
  };
}

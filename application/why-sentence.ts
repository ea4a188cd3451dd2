import type { CompiledBook } from '../domain/compiled-book';
import type { Crossing } from '../domain/crossing';
import { conditionWords } from '../domain/machine/words/condition';
import { criterionReason } from '../domain/segments/prepared-segment';
import type { SegmentDefinition } from '../domain/segments/segment';
import { segmentsById } from '../domain/segments/by-id';

/** One sentence for people that says why a treatment starts. What a sender wrote may be personal and stays out. */
export function whySentence(book: CompiledBook, crossing: Crossing): string {
  const segment = segmentsById(book.segments).get(crossing.segment);
  const entered = `Entered “${segment?.title ?? crossing.segment}”${movedWords(crossing, segment?.dimension)}`;
  if (crossing.origin === 'external') return `${entered}, as another system reported.`;
  const reasons = crossing.reasons.map((reason) => inWords(reason, segment));
  return reasons.length > 0 ? `${entered}: ${reasons.join('; ')}.` : `${entered}.`;
}

// Where no score is behind the segment its criterion stands for a reason, as CEL.
function inWords(reason: string, segment: SegmentDefinition | undefined): string {
  if (segment?.entry === undefined || reason !== criterionReason(segment)) return reason;
  return conditionWords(segment.entry);
}

function movedWords({ fromTier, toTier }: Crossing, dimension: string | undefined): string {
  if (fromTier === undefined || toTier === undefined) return '';
  const risk = dimension === undefined ? 'risk' : `${dimension} risk`;
  return fromTier === toTier ? ` (${risk} ${toTier})` : ` (${risk} ${fromTier} → ${toTier})`;
}

import type { CompiledBook } from '../domain/compiled-book';
import type { Crossing } from '../domain/crossing';
import { conditionWords } from '../domain/machine/words/condition';

/** One sentence for people that says why a treatment starts. What a sender wrote may be personal and stays out. */
export function whySentence(book: CompiledBook, crossing: Crossing): string {
  const segment = book.segments.find(({ id }) => id === crossing.segment);
  const entered = `Entered “${segment?.title ?? crossing.segment}”${movedWords(crossing, segment?.dimension)}`;
  if (crossing.origin === 'external') return `${entered}, as another system reported.`;
  // The criterion stands for a reason where no score is behind the segment: as CEL, whose words are these.
  const criterion = `${segment?.title ?? ''}: ${segment?.entry ?? ''}`;
  const words = segment?.entry === undefined ? '' : conditionWords(segment.entry);
  const reasons = crossing.reasons.map((one) => (one === criterion ? words : one));
  return reasons.length > 0 ? `${entered}: ${reasons.join('; ')}.` : `${entered}.`;
}

function movedWords({ fromTier, toTier }: Crossing, dimension: string | undefined): string {
  if (fromTier === undefined || toTier === undefined) return '';
  const risk = dimension === undefined ? 'risk' : `${dimension} risk`;
  return fromTier === toTier ? ` (${risk} ${toTier})` : ` (${risk} ${fromTier} → ${toTier})`;
}

import type { CompiledBook } from '../domain/compiled-book';
import type { Crossing } from '../domain/crossing';

/** One sentence for people that says why a treatment starts. What a sender wrote may be personal and stays out. */
export function whySentence(book: CompiledBook, crossing: Crossing): string {
  const segment = book.segments.find(({ id }) => id === crossing.segment);
  const title = segment?.title ?? crossing.segment;
  const moved =
    crossing.fromTier !== undefined && crossing.toTier !== undefined && crossing.fromTier !== crossing.toTier
      ? ` (${crossing.fromTier} → ${crossing.toTier})`
      : '';
  if (crossing.origin === 'external') return `Entered ${title}${moved}, as another system reported.`;
  const reasons = crossing.reasons.length > 0 ? `: ${crossing.reasons.join('; ')}` : '';
  return `Entered ${title}${moved}${reasons}.`;
}

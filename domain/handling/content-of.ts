import type { AutomationScope, SegmentDefinition } from '../segments/segment';
import { firstOf, textOf } from './first-of';
import type { ContentHandling } from './handling';

/** How a customer is written to: each word from the first segment that has it; sources only where all segments that name any agree. */
export function contentOf(
  inContentOrder: readonly SegmentDefinition[],
  members: readonly SegmentDefinition[],
): ContentHandling {
  const topic = firstOf(inContentOrder, ({ changes }) => textOf(changes['topic']));
  const depth = firstOf(inContentOrder, (segment) => scopeOf(segment).depth);
  const tone = firstOf(inContentOrder, (segment) => scopeOf(segment).tone);
  const retrieval = commonSources(members);
  return { topic, depth, tone, retrieval };
}

function commonSources(members: readonly SegmentDefinition[]): readonly string[] | undefined {
  const lists = members.flatMap((segment) => {
    const { retrieval } = scopeOf(segment);
    return retrieval ? [retrieval] : [];
  });
  const [some, ...rest] = lists;
  return some?.filter((source) => rest.every((list) => list.includes(source)));
}

// Books sealed earlier have a sentence here.
function scopeOf({ automationScope }: SegmentDefinition): AutomationScope {
  return typeof automationScope === 'string' ? { words: automationScope } : automationScope;
}

import type { MessageCap } from '../policies';
import type { SegmentDefinition } from '../segments/segment';
import type { Decided } from './handling';

/** Of the levels of contact frequency the segments name, the one with the fewest messages in a time. */
export function strictestFrequency(
  levels: Readonly<Record<string, MessageCap>> | undefined,
  members: readonly SegmentDefinition[],
): Decided<string> | undefined {
  let least = Infinity;
  let strictest: Decided<string> | undefined;
  for (const { id, changes } of members) {
    const level = changes['contactFrequency'];
    const cap = typeof level === 'string' ? levels?.[level] : undefined;
    if (typeof level !== 'string' || !cap) continue;
    const rate = cap.messages / cap.periodMs;
    if (rate < least) [least, strictest] = [rate, { value: level, because: id }];
  }
  return strictest;
}

import type { ServiceLevel } from '../policies';
import type { SegmentDefinition } from '../segments/segment';
import type { Decided } from './handling';

/** Of the service levels the segments name, the one with the quickest first response: a promise is not taken back by another. */
export function quickestService(
  levels: Readonly<Record<string, ServiceLevel>> | undefined,
  members: readonly SegmentDefinition[],
): Decided<string> | undefined {
  let least = Infinity;
  let quickest: Decided<string> | undefined;
  for (const { id, changes } of members) {
    const name = changes['serviceLevel'];
    const level = typeof name === 'string' ? levels?.[name] : undefined;
    if (typeof name !== 'string' || !level || level.firstResponseMs >= least) continue;
    least = level.firstResponseMs;
    quickest = { value: name, because: id };
  }
  return quickest;
}

import type { SegmentDefinition } from '../segments/segment';
import { stakesLevels, type Stakes } from '../words';
import type { Decided } from './handling';

/** A fact that a segment watches and that came while the customer was a member. */
export interface SoftTrigger {
  readonly segment: string;
  readonly signal: string;
}

/** The highest stakes any of the segments asks for; a soft trigger raises its segment's own by one level. */
export function stakesOf(
  members: readonly SegmentDefinition[],
  soft: readonly SoftTrigger[],
): Decided<Stakes> | undefined {
  let highest: Decided<Stakes> | undefined;
  for (const segment of members) {
    const asked = asStakes(segment.changes['stakes']);
    const raised = soft.some((trigger) => trigger.segment === segment.id) ? next(segment.stakes) : undefined;
    for (const value of [asked, raised]) {
      if (value === undefined || (highest && rank(value) <= rank(highest.value))) continue;
      highest = { value, because: segment.id };
    }
  }
  return highest;
}

/** The graver of two stakes. */
export function graver(one: Stakes, other: Stakes | undefined): Stakes {
  return other !== undefined && rank(other) > rank(one) ? other : one;
}

function asStakes(value: unknown): Stakes | undefined {
  return stakesLevels.find((level) => level === value);
}

function next(stakes: Stakes): Stakes {
  return stakesLevels[rank(stakes) + 1] ?? stakes;
}

function rank(stakes: Stakes): number {
  return stakesLevels.indexOf(stakes);
}

import type { SegmentDefinition } from '../segments/segment';
import type { ActionLimit } from './gate-context';

// The gate asks at every effect, and a book does not change.
const known = new WeakMap<readonly SegmentDefinition[], readonly ActionLimit[]>();

/** What the segments a customer is in say about actions; a segment that says nothing is left out. */
export function actionLimits(
  segments: readonly SegmentDefinition[],
  memberOf: ReadonlySet<string>,
): readonly ActionLimit[] {
  const limits = known.get(segments) ?? limitsIn(segments);
  known.set(segments, limits);
  return limits.filter(({ segment }) => memberOf.has(segment));
}

function limitsIn(segments: readonly SegmentDefinition[]): readonly ActionLimit[] {
  return segments.flatMap(({ id, allowedActions, forbiddenActions }) => {
    if (allowedActions.length + forbiddenActions.length === 0) return [];
    return [{ segment: id, allowed: allowedActions, forbidden: forbiddenActions }];
  });
}

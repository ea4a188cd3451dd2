import type { SegmentDefinition } from '../segments/segment';
import type { ActionLimit } from './gate-context';

/** What the segments a customer is in say about actions; a segment that says nothing is left out. */
export function actionLimits(
  segments: readonly SegmentDefinition[],
  memberOf: readonly string[],
): readonly ActionLimit[] {
  return segments
    .filter(({ id, allowedActions, forbiddenActions }) => {
      return allowedActions.length + forbiddenActions.length > 0 && memberOf.includes(id);
    })
    .map(({ id, allowedActions, forbiddenActions }) => ({
      segment: id,
      allowed: allowedActions,
      forbidden: forbiddenActions,
    }));
}

import { canonicalText } from '../../ledger/entry';
import type { SegmentDefinition } from '../../segments/segment';
import type { Definition } from '../definitions';
import { inside, type Report } from '../report';
import type { SegmentSource } from '../schema/segment-schema';

/** Warns of evaluated segments that would treat everyone alike: two names for one treatment are one too many. */
export function warnOfAlikeSegments(
  segments: readonly SegmentDefinition[],
  sources: readonly Definition<SegmentSource>[],
  report: Report,
): void {
  const first = new Map<string, string>();
  for (const segment of segments) {
    if (segment.source !== 'evaluated') continue;
    const words = treatmentOf(segment);
    const twin = first.get(words);
    const place = sources.find(({ id }) => id === segment.id)?.place;
    if (twin !== undefined && place) {
      report.warn(inside(place, 'segment'), {
        message: `"${segment.id}" and "${twin}" would treat everyone alike`,
        hint: 'give one of them other actions, changes, routing or triggers, or make them one segment',
      });
    }
    first.set(words, twin ?? segment.id);
  }
}

// All that follows from belonging; who belongs, and the words about it, do not count.
function treatmentOf(segment: SegmentDefinition): string {
  const { treat, changes, routing, serviceLevel, eligibility, stakes } = segment;
  const { automationScope, allowedActions, forbiddenActions, escalation } = segment;
  return canonicalText({
    treat,
    changes,
    routing,
    serviceLevel,
    eligibility,
    stakes,
    automationScope,
    allowedActions,
    forbiddenActions,
    escalation,
  });
}

import { inside, type Place, type Report } from '../report';
import type { SegmentSource } from '../schema/segment-schema';

/** What a segment must and must not combine. */
export function checkSegmentRules(source: SegmentSource, place: Place, report: Report): void {
  checkActions(source, place, report);
  checkSlowness(source, place, report);
  if (
    source.treat.length === 0 &&
    Object.keys(source.changes).length === 0 &&
    source.allowedActions.length === 0 &&
    source.forbiddenActions.length === 0
  ) {
    report.error(inside(place, 'segment'), {
      message: `the segment "${source.segment}" changes nothing`,
      hint: 'give it treat:, changes:, allowedActions: or forbiddenActions:, or delete it',
    });
  }
}

function checkActions(
  { allowedActions, forbiddenActions }: SegmentSource,
  place: Place,
  report: Report,
): void {
  forbiddenActions.forEach((action, index) => {
    if (!allowedActions.includes(action)) return;
    report.error(inside(place, 'forbiddenActions', index), {
      message: `"${action}" is both allowed and forbidden`,
      hint: 'delete it from one of the lists',
    });
  });
}

// Slowness is for churn, expansion and value: payment, fraud and reputation act at once, what happens in a
// conversation does too, and where somebody stands is where he stands.
function checkSlowness(
  { tier, layer, dimension, confirmation, dwell }: SegmentSource,
  place: Place,
  report: Report,
): void {
  if (confirmation && confirmation.days > confirmation.of) {
    report.error(inside(place, 'confirmation', 'days'), {
      message: `${confirmation.days} of ${confirmation.of} days can never be`,
    });
  }
  const at = confirmation ? 'confirmation' : dwell > 0 ? 'dwell' : undefined;
  if (at === undefined) return;
  const why =
    tier === 'runtime'
      ? 'a runtime segment'
      : dimension === 'payment' || dimension === 'fraud' || dimension === 'reputation'
        ? `a ${dimension} segment`
        : dimension === undefined && layer !== 'value' && layer !== 'riskValue'
          ? `a segment of the layer ${layer}`
          : undefined;
  if (why !== undefined) {
    report.error(inside(place, at), {
      part: 'key',
      message: `${why} acts at once: it has no ${at}`,
      hint: 'confirmation and dwell are for churn, expansion and value',
    });
  }
}

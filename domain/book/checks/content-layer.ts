import { contentOrder } from '../../segments/layers';
import type { BookContext } from '../compile/context';
import { inside, type Place } from '../report';
import type { SegmentSource } from '../schema/segment-schema';

/** Words for content are heard only from layers that have a say in it. */
export function checkContentLayer(
  { layer, changes, automationScope }: SegmentSource,
  place: Place,
  { report }: BookContext,
): void {
  if (contentOrder.includes(layer)) return;
  const { depth, tone } = automationScope;
  const words = [
    ['changes.topic', changes.topic],
    ['automationScope.depth', depth],
    ['automationScope.tone', tone],
  ] as const;
  for (const [key, word] of words) {
    if (word === undefined) continue;
    report.error(inside(place, ...key.split('.')), {
      part: 'key',
      message: `a segment of the layer ${layer} has no say in content`,
      hint: `delete it, or choose one of the layers ${contentOrder.join(', ')}`,
    });
  }
}

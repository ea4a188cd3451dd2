import type { BookContext } from '../compile/context';
import { checkUse } from './use';
import { inside, type Place } from '../report';
import type { PoliciesSource } from '../schema/policies-schema';

/** The line from points to probability rises, and no cost rests on what may shape words only. */
export function checkEconomics({ economics }: PoliciesSource, place: Place, context: BookContext): void {
  if (!economics) return;
  economics.churnProbability.forEach(({ points, probability }, index, all) => {
    const before = all[index - 1];
    if (!before || context.report.holed(inside(place, 'churnProbability'))) return;
    const at = inside(place, 'churnProbability', index);
    if (points <= before.points)
      context.report.error(inside(at, 'points'), {
        message: `the lines go up in points: ${points} does not come after ${before.points}`,
      });
    if (probability < before.probability)
      context.report.error(inside(at, 'probability'), {
        message: `more points cannot mean a smaller chance: ${probability} comes after ${before.probability}`,
      });
  });
  for (const key of ['offerCost', 'effortCost'] as const) {
    const at = inside(place, key);
    const cost = context.expression(economics[key], 'number', 'segment', at);
    if (cost) checkUse(cost, ['risk', 'routing'], 'in a cost', { place: at, context });
  }
}

import type { ScoreDefinition } from '../../scoring/score';
import { inside, type Place, type Report } from '../report';

/** A compiled score with where it stands. */
export interface PlacedScore {
  readonly definition: ScoreDefinition;
  readonly at: Place;
}

/** What the definitions of all scores must be to each other; `complete` = all of them could be read. */
export function checkScores(scores: readonly PlacedScore[], complete: boolean, report: Report): void {
  scores.forEach((one, index) => checkAgainst(one, scores.slice(0, index), report));
  for (const { definition, at } of scores) {
    const { dimension, cohort } = definition;
    const others = scores.some((one) => one.definition.dimension === dimension && !one.definition.cohort);
    if (complete && cohort && !others)
      report.error(inside(at, 'cohort'), {
        message: `whoever is not in a cohort has no ${dimension} score`,
        hint: 'add a definition without cohort, for everybody else',
      });
  }
}

function checkAgainst({ definition, at }: PlacedScore, before: readonly PlacedScore[], report: Report): void {
  const { id, dimension, cohort } = definition;
  if (before.some((one) => one.definition.id === id))
    report.error(inside(at, 'id'), { message: `there is a score "${id}" already` });
  const others = before.filter((one) => one.definition.dimension === dimension);
  if (!cohort) {
    const twin = others.find((one) => !one.definition.cohort);
    if (twin)
      report.error(inside(at, 'dimension'), {
        message: `${dimension} has the score "${twin.definition.id}" already`,
        hint: 'give one of them a cohort: { id, title, when }',
      });
    return;
  }
  for (const key of ['id', 'when'] as const) {
    const twin = others.find((one) => one.definition.cohort?.[key] === cohort[key]);
    if (twin)
      report.error(inside(at, 'cohort', key), {
        message: `the score "${twin.definition.id}" has a cohort with the same ${key}`,
      });
  }
}

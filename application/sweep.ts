import type { Application } from './application';
import { evaluateCustomer } from './evaluate-customer';
import { openOverdueReviews } from './overdue-reviews';
import { answerCohorts } from './people/cohort-decisions';
import { recordDueMeasures } from './record-measures';
import { releaseExpiredHolds } from './release-holds';
import { workOff } from './sweep-work';
import { expireWaiting } from './unresolved';

/** What one look at due customers came to. */
export interface SweepAnswer {
  readonly evaluated: number;
  readonly crossings: number;
  /** Measures of treatments that had ended before their day. */
  readonly measured: number;
  /** Holds whose time was over. */
  readonly released: number;
  /** Customers told what was decided for their cohort. */
  readonly answered: number;
  /** What could not be done and is tried again later. */
  readonly failed: number;
  /** More customers, measures, holds or answers are due than the limit allowed. */
  readonly more: boolean;
}

/**
 * Serves what time alone brings: holds that are over, customers that may have crossed a boundary, measures of ended
 * treatments, then answers that a decision on a cohort left, at most `limit` of each; then segments whose review is
 * overdue.
 */
export async function sweepDue(app: Application, options: { readonly limit: number }): Promise<SweepAnswer> {
  const now = app.clock.now();
  const ask = { now, limit: options.limit };
  const holds = await releaseExpiredHolds(app, ask);
  await expireWaiting(app, ask);
  const evaluations = await workOff(app, { what: 'evaluation', ...ask }, async (tx, key) => {
    const { crossings } = await evaluateCustomer(tx, app, key, { asOf: now });
    return crossings.length;
  });
  const measures = await recordDueMeasures(app, ask);
  await openOverdueReviews(app);
  const answers = await answerCohorts(app, options);
  const all = [holds, evaluations, measures, answers];
  return {
    evaluated: evaluations.results.length,
    crossings: sum(evaluations.results),
    measured: measures.results.length,
    released: sum(holds.results),
    answered: sum(answers.results),
    failed: sum(all.map(({ failed }) => failed)),
    more: all.some(({ more }) => more),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

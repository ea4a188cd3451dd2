import { dueCustomers } from '../ports/store/tables/customers';
import type { Application } from './application';
import { evaluateCustomer } from './evaluate-customer';
import { openOverdueReviews } from './overdue-reviews';
import { answerCohorts } from './people/cohort-decisions';
import { recordDueMeasures } from './record-measures';
import { releaseExpiredHolds } from './release-holds';
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
  const holds = await releaseExpiredHolds(app, { now, limit: options.limit });
  await expireWaiting(app, { now, limit: options.limit });
  const keys = await app.store.transaction((tx) => dueCustomers(tx, now, options.limit));
  let evaluated = 0;
  let crossings = 0;
  for (const key of [...keys].sort()) {
    const found = await evaluateOrLog(app, key, now);
    evaluated += found === undefined ? 0 : 1;
    crossings += found ?? 0;
  }
  const { measured, more } = await recordDueMeasures(app, { now, limit: options.limit });
  await openOverdueReviews(app);
  const answered = await answerCohorts(app, options);
  // Customers that fail stay due: only progress says that looking again at once is of use.
  const full = answered === options.limit || (keys.length === options.limit && evaluated > 0);
  const goOn = more || holds.more || full;
  return { evaluated, crossings, measured, released: holds.released, answered, more: goOn };
}

async function evaluateOrLog(app: Application, key: string, asOf: string): Promise<number | undefined> {
  try {
    const found = await app.store.transaction((tx) => evaluateCustomer(tx, app, key, { asOf }));
    return found.crossings.length;
  } catch (error) {
    // One customer whose evaluation fails must not keep the others from theirs; it stays due.
    app.log.error({ customerKey: key, error: String(error) }, 'evaluation failed in the sweep');
    return undefined;
  }
}

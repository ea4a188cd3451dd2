import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { OperationsActivities } from '../activities/operations-activities';
import { operationOptions } from './activity-proxies';

const { sweepDue } = proxyActivities<OperationsActivities>(operationOptions);
const mostBatches = 50;

/** How many due customers, and due measures, one batch takes. */
export interface SweepInput {
  readonly limit?: number;
}

/** What one sweep came to. */
export interface SweepTotals {
  readonly evaluated: number;
  readonly crossings: number;
  readonly measured: number;
  /** What could not be done; `tideline sweep failures` says why and when it is tried again. */
  readonly failed: number;
}

/** Serves what time alone brings: customers whose next evaluation is due, and measures of ended treatments; what is left over waits for the schedule's next run. */
export async function sweep(input: SweepInput = {}): Promise<SweepTotals> {
  let totals: SweepTotals = { evaluated: 0, crossings: 0, measured: 0, failed: 0 };
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const result = await sweepDue({ limit: input.limit ?? 200 });
    totals = {
      evaluated: totals.evaluated + result.evaluated,
      crossings: totals.crossings + result.crossings,
      measured: totals.measured + result.measured,
      failed: totals.failed + (result.failed ?? 0),
    };
    setCurrentDetails(
      `**Evaluated** ${totals.evaluated} customers, **crossings** ${totals.crossings}, **measures** ${totals.measured}, **failed** ${totals.failed}`,
    );
    if (!result.more) break;
  }
  return totals;
}

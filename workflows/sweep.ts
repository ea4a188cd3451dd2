import { proxyActivities } from '@temporalio/workflow';
import type { OperationsActivities } from '../activities/operations-activities';
import { operationOptions } from './activity-proxies';

const { sweepDue } = proxyActivities<OperationsActivities>(operationOptions);
const mostBatches = 50;

/** How many due customers one transaction batch takes. */
export interface SweepInput {
  readonly limit?: number;
}

/** What one sweep came to. */
export interface SweepTotals {
  readonly evaluated: number;
  readonly crossings: number;
}

/** Serves the customers whose next evaluation is due; what is left over waits for the schedule's next run. */
export async function sweep(input: SweepInput = {}): Promise<SweepTotals> {
  let evaluated = 0;
  let crossings = 0;
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const result = await sweepDue({ limit: input.limit ?? 200 });
    evaluated += result.evaluated;
    crossings += result.crossings;
    if (!result.more) break;
  }
  return { evaluated, crossings };
}

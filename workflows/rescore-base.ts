import { continueAsNew, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { OperationsActivities } from '../activities/operations-activities';
import { operationOptions } from './activity-proxies';

const { recomputeValueCuts, rescoreBatch } = proxyActivities<OperationsActivities>(operationOptions);
const mostBatches = 100;

/** Where a walk over the whole base starts and how much it takes at a time. */
export interface RescoreBaseInput {
  readonly limit?: number;
  /** Absent = a new walk, which first cuts the tiers of value anew. */
  readonly cursor?: string;
  readonly evaluated?: number;
  readonly crossings?: number;
  readonly failed?: number;
  /** Batches after which a run continues as a new one; absent = 100. */
  readonly batchesPerRun?: number;
}

/** How the walk ended. */
export interface RescoreBaseResult {
  readonly evaluated: number;
  readonly crossings: number;
  /** Customers whose evaluation failed; the log names them. */
  readonly failed: number;
  /** `tripped` = the storm breaker stopped it: a person looks before it goes on. */
  readonly ended: 'done' | 'tripped';
}

/** Cuts the tiers of value anew and evaluates every customer in bounded batches; a run that has done many continues as new from its cursor. */
export async function rescoreBase(input: RescoreBaseInput = {}): Promise<RescoreBaseResult> {
  const { limit = 200, batchesPerRun = mostBatches } = input;
  let { cursor, evaluated = 0, crossings = 0, failed = 0 } = input;
  if (cursor === undefined) await recomputeValueCuts();
  for (let batch = 0; batch < batchesPerRun; batch += 1) {
    const result = await rescoreBatch({ cursor: cursor ?? '', limit });
    evaluated += result.evaluated;
    crossings += result.crossings;
    failed += result.failed;
    setCurrentDetails(
      `**Rescored** ${evaluated} customers, **crossings** ${crossings}, **failed** ${failed}${result.tripped ? '\n\n**Stopped** by the storm breaker: a person looks first' : ''}`,
    );
    if (result.tripped) return { evaluated, crossings, failed, ended: 'tripped' };
    if (result.cursor === undefined) return { evaluated, crossings, failed, ended: 'done' };
    cursor = result.cursor;
  }
  return continueAsNew<typeof rescoreBase>({ limit, cursor, evaluated, crossings, failed, batchesPerRun });
}

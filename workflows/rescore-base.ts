import { continueAsNew, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { OperationsActivities } from '../activities/operations-activities';
import { operationOptions } from './activity-proxies';

const { rescoreBatch } = proxyActivities<OperationsActivities>(operationOptions);
const batchesPerRun = 100;

/** Where a walk over the whole base starts and how much it takes at a time. */
export interface RescoreBaseInput {
  readonly limit?: number;
  readonly cursor?: string;
  readonly evaluated?: number;
  readonly crossings?: number;
}

/** How the walk ended. */
export interface RescoreBaseResult {
  readonly evaluated: number;
  readonly crossings: number;
  /** `tripped` = the storm breaker stopped it: a person looks before it goes on. */
  readonly ended: 'done' | 'tripped';
}

/** Evaluates every customer in bounded batches; a run that has done many continues as new from its cursor. */
export async function rescoreBase(input: RescoreBaseInput = {}): Promise<RescoreBaseResult> {
  const limit = input.limit ?? 200;
  let { cursor = '', evaluated = 0, crossings = 0 } = input;
  for (let batch = 0; batch < batchesPerRun; batch += 1) {
    const result = await rescoreBatch({ cursor, limit });
    evaluated += result.evaluated;
    crossings += result.crossings;
    setCurrentDetails(`**Rescored** ${evaluated} customers, **crossings** ${crossings}`);
    if (result.tripped) return { evaluated, crossings, ended: 'tripped' };
    if (result.cursor === undefined) return { evaluated, crossings, ended: 'done' };
    cursor = result.cursor;
  }
  return continueAsNew<typeof rescoreBase>({ limit, cursor, evaluated, crossings });
}

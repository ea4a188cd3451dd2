import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { OperationsActivities } from '../activities/operations-activities';
import { operationOptions } from './activity-proxies';

const { compareWithTemporal } = proxyActivities<OperationsActivities>(operationOptions);
const mostBatches = 100;

/** How many treatments one batch looks at. */
export interface JanitorInput {
  readonly limit?: number;
}

/** What one round came to. */
export interface JanitorTotals {
  readonly examined: number;
  readonly mended: number;
  readonly alarms: readonly string[];
}

/** Compares the store with Temporal and mends what a crash or a person has put out of step. */
export async function janitor(input: JanitorInput = {}): Promise<JanitorTotals> {
  let totals: JanitorTotals = { examined: 0, mended: 0, alarms: [] };
  let cursor = '';
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const result = await compareWithTemporal({ cursor, limit: input.limit ?? 200 });
    totals = {
      examined: totals.examined + result.examined,
      mended: totals.mended + result.mended,
      alarms: [...totals.alarms, ...result.alarms],
    };
    if (result.cursor === undefined) break;
    cursor = result.cursor;
  }
  setCurrentDetails(
    `**Examined** ${totals.examined}, **mended** ${totals.mended}\n\n${totals.alarms.join('\n\n')}`,
  );
  return totals;
}

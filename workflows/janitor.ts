import { continueAsNew, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { OperationsActivities } from '../activities/operations-activities';
import { operationOptions } from './activity-proxies';

const { compareWithTemporal } = proxyActivities<OperationsActivities>(operationOptions);
const mostBatches = 100;
// Each is in the log; a page of them says that something larger is wrong.
const alarmsShown = 50;

/** Where a round starts, how many treatments one batch looks at, and what it came to so far. */
export interface JanitorInput extends Partial<JanitorTotals> {
  readonly limit?: number;
  readonly cursor?: string;
  /** Batches after which a run continues as a new one; absent = 100. */
  readonly batchesPerRun?: number;
}

/** What one round came to. */
export interface JanitorTotals {
  readonly examined: number;
  readonly mended: number;
  /** The first fifty; `alarmed` counts all. */
  readonly alarms: readonly string[];
  readonly alarmed: number;
}

/** Compares the store with Temporal and mends what a crash or a person has put out of step. */
export async function janitor(input: JanitorInput = {}): Promise<JanitorTotals> {
  const { limit = 200, batchesPerRun = mostBatches } = input;
  let { cursor = '', examined = 0, mended = 0, alarms = [], alarmed = 0 } = input;
  for (let batch = 0; batch < batchesPerRun; batch += 1) {
    const result = await compareWithTemporal({ cursor, limit });
    examined += result.examined;
    mended += result.mended;
    alarmed += result.alarms.length;
    alarms = [...alarms, ...result.alarms].slice(0, alarmsShown);
    show({ examined, mended, alarms, alarmed });
    if (result.cursor === undefined) return { examined, mended, alarms, alarmed };
    cursor = result.cursor;
  }
  return continueAsNew<typeof janitor>({ limit, cursor, examined, mended, alarms, alarmed, batchesPerRun });
}

function show({ examined, mended, alarms, alarmed }: JanitorTotals): void {
  const words = `**Examined** ${examined}, **mended** ${mended}, **alarms** ${alarmed}`;
  setCurrentDetails([words, ...alarms].join('\n\n'));
}

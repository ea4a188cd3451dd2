import { proxyActivities } from '@temporalio/workflow';
import type { BareActivities } from './bare-activities';

const { enter } = proxyActivities<BareActivities>({ startToCloseTimeout: '20s' });

/** The least a start can do: one activity, which says when it was entered. */
export async function bareStart(): Promise<number> {
  return enter();
}

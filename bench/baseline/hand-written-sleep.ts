import {
  condition,
  scheduleActivity,
  scheduleLocalActivity,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { StepCommand } from '../../domain/treatment-activities';
import { activityOptions, completeAtOnceOptions } from '../../workflows/activity-proxies';
import { searchAttributes } from '../../workflows/search-attributes';
import { type PlanInput, planDecidedSignal } from './messages';

/** bench/books/treatments/playbooks/bench-sleep.yaml as one would write it by hand: a signal may end the wait, as an item of the inbox may. */
export async function handWrittenSleep({
  treatmentId,
  customerKey,
  why,
}: PlanInput): Promise<{ outcome: string }> {
  let over = false;
  setHandler(planDecidedSignal, () => {
    over = true;
  });
  const progress = { step: 'rest', done: '', waitingFor: 'Wait 30 days', next: 'Ends' };
  const note: StepCommand = { treatmentId, customerKey, step: 'rest', path: '', progress };
  setCurrentDetails(`**Asleep**\n\n**Why it started:** ${why}\n\n**Now:** waits 30 days\n\n**Next:** ends`);
  upsertSearchAttributes([
    { key: searchAttributes.step, value: 'rest' },
    { key: searchAttributes.waitingFor, value: 'time' },
  ]);
  const noted = scheduleActivity<void>('recordProgress', [note], {
    ...activityOptions('recordProgress'),
    summary: 'Begins to wait: 30 days',
  });
  await Promise.all([noted, condition(() => over, '30d')]);
  upsertSearchAttributes([
    { key: searchAttributes.outcome, value: 'resolved' },
    { key: searchAttributes.waitingFor, value: 'nothing' },
  ]);
  await scheduleLocalActivity<unknown>(
    'completeTreatment',
    [{ treatmentId, customerKey, outcome: 'resolved', reason: 'end', mark: 0, details: 'resolved' }],
    { ...completeAtOnceOptions, summary: 'Outcome: resolved' },
  );
  return { outcome: 'resolved' };
}

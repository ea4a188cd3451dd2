import {
  condition,
  scheduleActivity,
  scheduleLocalActivity,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type {
  ApprovalView,
  OpenedApproval,
  StepCommand,
  TreatmentActivities,
} from '../../domain/treatment-activities';
import { activityOptions, completeAtOnceOptions } from '../../workflows/activity-proxies';
import { searchAttributes } from '../../workflows/search-attributes';
import { type PlanInput, planDecidedSignal } from './messages';

/** bench/books/treatments/playbooks/bench-plan.yaml as one would write it by hand: the same activities, nothing else. */
export async function handWrittenPlan(input: PlanInput): Promise<{ outcome: string }> {
  const plan = planActivities(input);
  let decided = false;
  setHandler(planDecidedSignal, () => {
    decided = true;
  });

  setCurrentDetails(details(input, 'sends the notice', 'waits a second'));
  await plan.sendNotice();

  setCurrentDetails(details(input, 'waits a second', 'asks for approval'));
  await sleep('1s', { summary: 'Wait 1s' });

  const opened = await plan.openApproval();
  if (opened.status === 'open') {
    setCurrentDetails(details(input, `waits for a decision until ${opened.expiresAt}`, 'scores again'));
    upsertSearchAttributes([
      { key: searchAttributes.step, value: 'plan' },
      { key: searchAttributes.waitingFor, value: 'decision' },
    ]);
    if (!(await condition(() => decided, until(opened.remindAt)))) {
      await plan.remindApproval(opened);
      await condition(() => decided, until(opened.expiresAt));
    }
    if (decided) await plan.loadDecision(opened);
    else await plan.expireApproval(opened);
  }

  await plan.rescore();

  setCurrentDetails(details(input, 'ended: resolved', 'nothing'));
  upsertSearchAttributes([
    { key: searchAttributes.outcome, value: 'resolved' },
    { key: searchAttributes.waitingFor, value: 'nothing' },
  ]);
  await plan.complete();
  return { outcome: 'resolved' };
}

type Opened = Extract<OpenedApproval, { status: 'open' }>;

function planActivities(input: PlanInput) {
  const { treatmentId, customerKey } = input;
  const at = (step: string, done: string, next: string): StepCommand => {
    const progress = { step, done, waitingFor: '', next };
    return { treatmentId, customerKey, step, path: '', progress };
  };
  const ofApproval = (done: string, { approvalId }: Opened) => ({
    ...at('plan', done, 'Score the customer again'),
    approvalId,
  });
  return {
    sendNotice: async () => {
      const effect = {
        kind: 'message',
        template: 'notice',
        channel: 'email',
        class: 'transactional',
        to: 'billing',
      };
      const command = { ...at('notice', 'Send notice by email', 'Wait 1s'), effect };
      type Sent = Awaited<ReturnType<TreatmentActivities['sendMessage']>>;
      const send = () => call<Sent>('sendMessage', command, 'Send notice by email');
      for (let sent = await send(); sent.status === 'deferred'; sent = await send()) {
        await sleep(until(sent.until), { summary: `Put off: ${sent.why}` });
      }
    },
    openApproval: () => {
      const summary = 'Ask for approval: Approve the plan';
      const command = {
        ...at('plan', summary, 'Score the customer again'),
        policy: 'plan',
        title: 'Approve the plan',
        evidence: [],
      };
      return call<OpenedApproval>('openApproval', command, summary);
    },
    remindApproval: (opened: Opened) =>
      call<ApprovalView>('remindApproval', ofApproval('Reminded', opened), 'Remind'),
    loadDecision: (opened: Opened) =>
      call<ApprovalView>('loadDecision', ofApproval('Decided', opened), 'Read the decision'),
    expireApproval: (opened: Opened) =>
      call<ApprovalView>('expireApproval', ofApproval('Time is up', opened), 'Time is up'),
    rescore: () =>
      call<unknown>('rescore', at('look', 'Score the customer again', 'Ends'), 'Score the customer again'),
    complete: () =>
      scheduleLocalActivity<unknown>(
        'completeTreatment',
        [{ treatmentId, customerKey, outcome: 'resolved', reason: 'end', mark: 0, details: 'resolved' }],
        { ...completeAtOnceOptions, summary: 'Outcome: resolved' },
      ),
  };
}

function call<Result>(
  name: Parameters<typeof activityOptions>[0],
  command: object,
  summary: string,
): Promise<Result> {
  return scheduleActivity<Result>(name, [command], { ...activityOptions(name), summary });
}

function until(instant: string): number {
  return Math.max(1, Date.parse(instant) - Date.now());
}

function details({ why }: PlanInput, now: string, next: string): string {
  return `**Plan under load**\n\n**Why it started:** ${why}\n\n**Now:** ${now}\n\n**Next:** ${next}`;
}

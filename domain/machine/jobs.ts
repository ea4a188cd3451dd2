import { measureOf } from '../measure';
import type { Program } from '../program';
import type { StepCommand, TaskView } from '../treatment-activities';
import { addJob, addTrace, bindFacts, interrupt } from './change';
import { freed } from './copies';
import type { MachineResult } from './news';
import type { ActivityAnswer, ActivityCall, ActivityRequest } from './requests';
import { scopeOf, stepFacts } from './scope';
import type { Draft, Job, MachineState } from './state';

const overdue = 'maximum duration is over';

type JobNews = Extract<MachineResult, { kind: 'activity' | 'failed' }>;

/** The activity of a job. */
export function jobRequest(state: MachineState, job: Job): ActivityRequest {
  const { treatmentId, customerKey } = state.identity;
  const quiet = { step: '', done: '', waitingFor: '', next: '' };
  const command = { treatmentId, customerKey, step: 'treatment', path: job.id, progress: quiet };
  const { call, summary } = callOf(job, command);
  return { kind: 'activity', owner: job.id, key: job.id, call, pausable: false, summary };
}

function callOf(job: Job, command: StepCommand): { call: ActivityCall; summary: string } {
  switch (job.kind) {
    case 'resume':
      return { call: { name: 'readFacts', command }, summary: 'Resumed: looks at the facts again' };
    case 'measureFacts':
      return { call: { name: 'readFacts', command }, summary: 'Day of the measure: look at the facts' };
    case 'measure':
      return {
        call: { name: 'recordMeasure', command: { value: job.value, ...command } },
        summary: 'Record the measure',
      };
    case 'expire':
      return {
        call: { name: 'expireTreatment', command: { reason: overdue, ...command } },
        summary: 'Maximum duration is over',
      };
    case 'confirmLeave':
      return { call: { name: 'confirmLeave', command }, summary: 'Grace is over: has the customer left?' };
    case 'unsigned':
      return {
        call: { name: 'acceptUnsigned', command: { act: job.act, ...command } },
        summary: `Unsigned ${job.act.kind}: check it`,
      };
    case 'progress': {
      const { progress, path } = job;
      return {
        call: { name: 'recordProgress', command: { ...command, step: progress.step, path, progress } },
        summary: `Begins to wait: ${progress.waitingFor}`,
      };
    }
    case 'taskResult':
      return {
        call: { name: 'loadTask', command: { taskId: job.taskId, ...command } },
        summary: 'A task beside the plan has ended: reads its result',
      };
  }
}

/** Takes the answer to a job; a job that failed leaves the treatment as it was. */
export function finishJob(
  draft: Draft,
  program: Program,
  job: Job,
  news: { result: JobNews; now: string },
): void {
  const { result, now } = news;
  draft.jobs = draft.jobs.filter((other) => other.id !== job.id);
  if (result.kind === 'failed') jobFailed(draft, job, { why: result.why, now });
  else jobDone(draft, program, job, { answer: result.answer, now });
}

function jobFailed(draft: Draft, job: Job, { why, now }: { why: string; now: string }): void {
  addTrace(draft, {
    at: now,
    step: '',
    path: '',
    kind: `control:${job.kind}`,
    outcome: 'failed',
    reason: why,
  });
  if (job.kind === 'measureFacts' || job.kind === 'measure') endMeasure(draft);
  if (job.kind === 'expire') interrupt(draft, { kind: 'expired', outcome: 'expired', reason: overdue }, now);
}

type Unread = { readonly malformed?: true; readonly why: string };
type Done = { readonly answer: ActivityAnswer; readonly now: string };

function jobDone(draft: Draft, program: Program, job: Job, { answer, now }: Done): void {
  switch (job.kind) {
    case 'measureFacts': {
      return addJob(draft, { kind: 'measure', value: measureOf(program, scopeOf(program, draft, now)) });
    }
    case 'measure': {
      const outcome = String(job.value);
      addTrace(draft, { at: now, step: '', path: '', kind: 'control:measure', outcome, reason: '' });
      return endMeasure(draft);
    }
    case 'expire':
      return answer.name === 'expireTreatment'
        ? interrupt(draft, { kind: 'expired', ...answer.answer }, now)
        : undefined;
    case 'taskResult':
      return answer.name === 'loadTask' ? noteTask(draft, answer.answer, now) : undefined;
    case 'unsigned':
      return answer.name === 'acceptUnsigned' ? noteUnread(draft, answer.answer, now) : undefined;
    case 'resume':
    case 'confirmLeave':
    case 'progress':
  }
}

/** Whoever sent it looks at this page: it says what was wrong. */
function noteUnread(draft: Draft, { malformed, why }: Unread, now: string): void {
  if (!malformed) return;
  addTrace(draft, {
    at: now,
    step: '',
    path: '',
    kind: 'control:unsigned',
    outcome: 'ignored',
    reason: why,
  });
}

function endMeasure(draft: Draft): void {
  draft.measure = 'done';
  draft.threads = draft.threads.map((thread) => (thread.block?.on === 'measure' ? freed(thread) : thread));
}

/** The end of a task whose thread went on: its step's facts follow it. */
function noteTask(draft: Draft, task: TaskView, now: string): void {
  const known = draft.openTasks.find((open) => open.taskId === task.taskId);
  if (!known || task.state === 'open') return;
  draft.openTasks = draft.openTasks.filter((open) => open.taskId !== task.taskId);
  const { step, path, of } = known;
  addTrace(draft, { at: now, step, path, kind: of, outcome: task.state, reason: task.result });
  if (of === 'task') {
    return bindFacts(draft, step, stepFacts({ outcome: task.state, by: task.by, reason: task.result }));
  }
  const plan = stepFacts(draft.steps[step] ?? {});
  const count = plan.count + (task.state === 'done' ? 1 : 0);
  const outcome = count >= plan.amount ? 'done' : plan.outcome;
  bindFacts(draft, step, stepFacts({ ...plan, count, outcome, by: task.by }));
}

import type { FactsSnapshot } from '../domain/facts';
import type { ActivityAnswer, ActivityCall } from '../domain/machine/requests';
import { after } from '../domain/machine/instants';
import type {
  ApprovalCommand,
  ApprovalView,
  CheckpointResult,
  EffectCommand,
  TaskCommand,
  TaskView,
} from '../domain/treatment-activities';
import { actOn, endTreatments } from './consequences';
import { markOf } from './covered/seen';
import { handOver } from './hand-over';
import { acceptTerminal, addItem } from './inbox';
import { evaluateNow, factsNow, knownNow } from './look';
import { answerApproval, doTask, followUp } from './people';
import { cohortOf, keepDecision } from './virtual-cohorts';
import { performVirtually } from './virtual-effects';
import type { VirtualTreatment, World } from './world';

// As the store's answers: seen from what the treatment is about.
function factsFor(world: World, { input }: VirtualTreatment): FactsSnapshot {
  return factsNow(world, input.context);
}

/** Does what the real activity of this name does, at once and in memory. */
export function perform(world: World, treatment: VirtualTreatment, call: ActivityCall): ActivityAnswer {
  if (isEffect(call)) return { name: call.name, answer: performVirtually(world, treatment, call.command) };
  return isForPeople(call)
    ? performForPeople(world, treatment, call)
    : performOnStore(world, treatment, call);
}

const peopleNames = [
  'openTask',
  'loadTask',
  'expireTask',
  'openApproval',
  'remindApproval',
  'loadDecision',
  'expireApproval',
] as const;
type PeopleCall = Extract<ActivityCall, { name: (typeof peopleNames)[number] }>;
type EffectCall = Extract<ActivityCall, { command: EffectCommand }>;
type StoreCall = Exclude<ActivityCall, PeopleCall | EffectCall>;

function isEffect(call: ActivityCall): call is EffectCall {
  return 'effect' in call.command;
}

function isForPeople(call: ActivityCall): call is PeopleCall {
  return (peopleNames as readonly string[]).includes(call.name);
}

function performForPeople(world: World, treatment: VirtualTreatment, call: PeopleCall): ActivityAnswer {
  switch (call.name) {
    case 'openTask':
      return { name: 'openTask', answer: openTask(world, treatment, call.command) };
    case 'loadTask':
      return { name: 'loadTask', answer: taskView(world, treatment, call.command.taskId) };
    case 'expireTask': {
      const task = treatment.tasks.get(call.command.taskId);
      if (task?.state === 'open') task.state = 'expired';
      return { name: 'expireTask', answer: taskView(world, treatment, call.command.taskId) };
    }
    case 'openApproval':
      return openApproval(world, treatment, call.command);
    case 'remindApproval':
      return { name: 'remindApproval', answer: approvalView(world, treatment, call.command.approvalId) };
    case 'loadDecision':
      return { name: 'loadDecision', answer: approvalView(world, treatment, call.command.approvalId) };
    case 'expireApproval': {
      const approval = treatment.approvals.get(call.command.approvalId);
      if (approval?.state === 'open') approval.state = 'expired';
      return { name: 'expireApproval', answer: approvalView(world, treatment, call.command.approvalId) };
    }
  }
}

function performOnStore(world: World, treatment: VirtualTreatment, call: StoreCall): ActivityAnswer {
  switch (call.name) {
    case 'rescore':
      return { name: 'rescore', answer: rescore(world, treatment) };
    case 'readFacts':
      endTreatments(world, [treatment], knownNow(world));
      return { name: 'readFacts', answer: { facts: factsFor(world, treatment) } };
    case 'recordProgress':
      return { name: 'recordProgress', answer: undefined };
    case 'confirmLeave':
      return { name: 'confirmLeave', answer: confirmLeave(world, treatment) };
    case 'expireTreatment':
      return { name: 'expireTreatment', answer: expire(treatment, call.command.reason) };
    case 'recordMeasure':
      treatment.measure = call.command.value;
      return { name: 'recordMeasure', answer: undefined };
    case 'handOver':
      handOver(world, treatment, call.command);
      return { name: 'handOver', answer: { facts: factsFor(world, treatment) } };
    case 'acceptUnsigned':
      return { name: 'acceptUnsigned', answer: { accepted: false, why: 'nobody signs in a simulation' } };
  }
}

function openTask(world: World, treatment: VirtualTreatment, command: TaskCommand) {
  const taskId = `task:${treatment.id}:${command.step}:${command.path}`;
  const { step, queue, keepOpen = false } = command;
  treatment.tasks.set(taskId, { id: taskId, step, queue, keepOpen, state: 'open', result: '' });
  doTask(world, treatment, { taskId, step });
  return { taskId, dueAt: command.dueAt, facts: factsFor(world, treatment) };
}

function taskView(world: World, treatment: VirtualTreatment, taskId: string): TaskView {
  const task = treatment.tasks.get(taskId);
  return {
    taskId,
    state: task?.state ?? 'cancelled',
    by: 'person',
    result: task?.result ?? '',
    facts: factsFor(world, treatment),
  };
}

function openApproval(world: World, treatment: VirtualTreatment, command: ApprovalCommand): ActivityAnswer {
  const policy = world.book.policies.approvals[command.policy];
  const facts = factsFor(world, treatment);
  if (!policy) {
    return {
      name: 'openApproval',
      answer: {
        status: 'refused',
        code: 'unknownPolicy',
        why: `there is no policy "${command.policy}"`,
        facts,
      },
    };
  }
  const { step, path, draft } = command;
  const { cohort, standing } = cohortOf(world, command);
  const approvalId = `approval:${treatment.id}:${step}:${path}`;
  const { approvers = 1 } = policy;
  const remindAt = after(world.now, command.remindMs ?? policy.remindAfterMs);
  const expiresAt = after(world.now, command.expireMs ?? policy.expireAfterMs);
  treatment.approvals.set(approvalId, {
    id: approvalId,
    step,
    policy: policy.id,
    expiresAt,
    state: standing ? (standing.approve ? 'approved' : 'rejected') : 'open',
    edited: false,
    approvers,
    approvedBy: [],
    ...(draft && { draft }),
    ...(cohort && { cohort }),
  });
  if (!standing) answerApproval(world, treatment, { approvalId, step, approvers });
  const decided = standing && { decided: true as const };
  return {
    name: 'openApproval',
    answer: { status: 'open', approvalId, dueAt: remindAt, remindAt, expiresAt, ...decided, facts },
  };
}

function approvalView(world: World, treatment: VirtualTreatment, approvalId: string): ApprovalView {
  const approval = treatment.approvals.get(approvalId);
  const state = approval?.state ?? 'withdrawn';
  return {
    approvalId,
    state,
    by: state === 'open' ? '' : 'person',
    edited: approval?.edited ?? false,
    facts: factsFor(world, treatment),
  };
}

function rescore(world: World, treatment: VirtualTreatment): CheckpointResult {
  const { facts, contexts, crossings } = evaluateNow(world);
  actOn(world, { facts, contexts, crossings, signals: [], exclude: treatment.id });
  const now = factsFor(world, treatment);
  const score = now.facts.scores[treatment.playbook.dimension];
  return {
    facts: now,
    sequence: world.position,
    tier: score?.tier ?? 'low',
    points: score?.points ?? 0,
    inbox: [...treatment.pending],
  };
}

function confirmLeave(world: World, treatment: VirtualTreatment) {
  const facts = factsFor(world, treatment);
  const left = !facts.facts.segments.includes(treatment.segment);
  world.seen?.add(markOf.graceOver(treatment.playbook.id, left));
  if (left) acceptTerminal(treatment, { kind: 'exit', reason: `left ${treatment.segment}`, outcome: 'left' });
  return { left, facts };
}

function expire(treatment: VirtualTreatment, reason: string) {
  acceptTerminal(treatment, { kind: 'exit', reason, outcome: 'expired' });
  const { outcome, reason: why } = treatment.terminal ?? { outcome: 'expired' as const, reason };
  return { outcome, reason: why };
}

/** A decision that was given, or a task that was done: stored first, then told to the treatment. */
export function deliverPerson(
  world: World,
  treatment: VirtualTreatment,
  act:
    | { approvalId: string; approve: boolean; edited: boolean; by: readonly string[] }
    | { taskId: string; result: string },
): void {
  if ('approvalId' in act) {
    const approval = treatment.approvals.get(act.approvalId);
    if (approval?.state !== 'open') return;
    if (act.approve) approval.approvedBy = [...new Set([...approval.approvedBy, ...act.by])];
    if (act.approve && approval.approvedBy.length < approval.approvers) return;
    approval.state = act.approve ? 'approved' : 'rejected';
    approval.edited = act.edited;
    keepDecision(world, approval, act.approve);
    if (act.approve) followUp(world, treatment, approval.step);
    return addItem(treatment, { kind: 'decision', approvalId: act.approvalId });
  }
  const task = treatment.tasks.get(act.taskId);
  if (task?.state !== 'open') return;
  task.state = 'done';
  task.result = act.result;
  followUp(world, treatment, task.step);
  addItem(treatment, { kind: 'taskDone', taskId: act.taskId });
}

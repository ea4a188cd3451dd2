import { after, later, reached } from '../../machine/instants';
import type { News } from '../../machine/news';
import { progressAt } from '../../machine/progress';
import type { Request } from '../../machine/requests';
import { textOf } from '../../machine/scope';
import {
  type BlockOf,
  contextPath,
  contextScope,
  type InstructionOf,
  type Move,
  stay,
  type StepContext,
  stepCommand,
} from '../../machine/step-context';
import type { ApprovalView, OpenedApproval } from '../../treatment-activities';
import { askAgainAt, hindrance } from '../effect/hindrance';

type Approve = InstructionOf<'approve'>;
type Open = BlockOf<'approve'>;
const againMs = 60_000;

/** Asks for the decision; one for a cohort that cannot be named is refused here. */
export function enterApprove(context: StepContext, { cohort: named }: Approve): Move {
  const cohort = named === undefined ? undefined : textOf(named, contextScope(context));
  if (named !== undefined && cohort === undefined) {
    return { move: 'settle', facts: { outcome: 'refused', reason: 'cohortUnknown' } };
  }
  return {
    move: 'block',
    // All fields from the start, as in the machine's state: a key added to a copy costs more than the copy.
    block: {
      on: 'approve',
      phase: 'opening',
      until: undefined,
      approvalId: undefined,
      remindAt: undefined,
      expiresAt: undefined,
      roles: undefined,
      approvers: undefined,
      cohort,
      decided: false,
      progress: progressAt(context),
    },
  };
}

/** Opening; then one timer, for the reminder and afterwards for the end; then the activity of the phase. */
export function approveRequests(context: StepContext, instruction: Approve, block: Open): readonly Request[] {
  if (block.phase === 'opening') return [openingRequest(context, instruction, block)];
  const { step, summary } = instruction;
  const path = contextPath(context);
  const owner = context.thread.id;
  const key = `${step}|${path}|${block.phase}`;
  if (block.phase === 'ending') {
    return [
      {
        kind: 'timer',
        owner,
        key: `${key}|${block.until}`,
        at: block.until!,
        summary: `${summary}: asks again`,
      },
    ];
  }
  if (block.phase === 'waiting') {
    const at = block.remindAt ?? block.expiresAt!;
    const what = block.remindAt ? 'reminder' : 'expires';
    const words = block.remindAt
      ? 'waits for a decision, until a reminder'
      : 'waits for a decision, until its time is up';
    return [{ kind: 'timer', owner, key: `${key}|${what}|${at}`, at, summary: `${summary}: ${words}` }];
  }
  const command = { approvalId: block.approvalId ?? '', ...stepCommand(context, step, path, block.progress) };
  const { name, what } = phases[block.phase];
  return [
    {
      kind: 'activity',
      owner,
      key,
      call: { name, command },
      pausable: false,
      summary: `${summary}: ${what}`,
    },
  ];
}

const phases = {
  reminding: { name: 'remindApproval', what: 'reminds whoever decides' },
  loading: { name: 'loadDecision', what: 'there is a decision, reads it' },
  expiring: { name: 'expireApproval', what: 'nobody decided in time' },
} as const;

function openingRequest(context: StepContext, instruction: Approve, block: Open): Request {
  const { step, summary, policy, title, draft, remindMs, expireMs, evidence, validForMs } = instruction;
  const { cohort } = block;
  const path = contextPath(context);
  const command = {
    policy,
    title,
    evidence,
    ...(draft && { draft }),
    ...(remindMs && { remindMs }),
    ...(expireMs && { expireMs }),
    ...(cohort !== undefined && validForMs !== undefined && { cohort: { name: cohort, validForMs } }),
    ...stepCommand(context, step, path, block.progress),
  };
  return {
    kind: 'activity',
    owner: context.thread.id,
    key: `${step}|${path}|opening`,
    call: { name: 'openApproval', command },
    pausable: true,
    summary: `${summary}: asks for the decision`,
  };
}

/** The timer never decides: it asks the store, which gives the decision if there is one. */
export function approveHears(context: StepContext, block: Open, news: News): Move {
  switch (news.kind) {
    case 'timer':
      if (block.phase === 'ending') return { move: 'block', block: { ...block, phase: 'opening' } };
      return { move: 'block', block: { ...block, phase: block.remindAt ? 'reminding' : 'expiring' } };
    case 'decision':
      return hearDecision(block, news.approvalId);
    case 'failed':
      return { move: 'settle', facts: { outcome: 'failed', reason: news.why } };
    case 'activity':
      if (news.answer.name === 'openApproval') return opened(context, block, news.answer.answer);
      if (news.answer.name === 'remindApproval') return reminded(context, block, news.answer.answer);
      if (news.answer.name === 'loadDecision') return decision(context, block, news.answer.answer);
      if (news.answer.name === 'expireApproval') return decision(context, block, news.answer.answer);
      return stay;
    default:
      return stay;
  }
}

function hearDecision(block: Open, approvalId: string): Move {
  if (approvalId !== block.approvalId) return stay;
  if (block.phase === 'waiting') return { move: 'block', block: { ...block, phase: 'loading' } };
  return { move: 'block', block: { ...block, decided: true } };
}

function opened(context: StepContext, block: Open, approval: OpenedApproval): Move {
  if (approval.status === 'refused') return refused(context, block, approval.code);
  const { approvalId, remindAt, expiresAt, roles, approvers } = approval;
  const reminds = !reached(expiresAt, remindAt);
  const stands = approval.decided === true;
  const decided = stands || context.state.heard.includes(approvalId);
  return {
    move: 'block',
    block: {
      ...block,
      phase: decided ? 'loading' : 'waiting',
      approvalId,
      expiresAt,
      roles,
      approvers,
      remindAt: reminds ? remindAt : undefined,
    },
    note: stands ? { outcome: 'standing', reason: '' } : { outcome: 'opened', reason: '' },
  };
}

// The treatment's end was accepted: what ended it is on its way through the inbox.
function refused(context: StepContext, block: Open, code: string): Move {
  if (!hindrance(code)) return { move: 'settle', facts: { outcome: 'refused', reason: code } };
  return { move: 'block', block: { ...block, phase: 'ending', until: askAgainAt(context.now) } };
}

function reminded(context: StepContext, block: Open, approval: ApprovalView): Move {
  const { remindAt: _remindAt, ...kept } = block;
  if (approval.state !== 'open') return decision(context, block, approval);
  const phase = block.decided ? 'loading' : 'waiting';
  return {
    move: 'block',
    block: { ...kept, phase, decided: false },
    note: { outcome: 'reminded', reason: '' },
  };
}

function decision(context: StepContext, block: Open, approval: ApprovalView): Move {
  if (approval.state !== 'open')
    return { move: 'settle', facts: { outcome: approval.state, by: approval.by } };
  // Not decided after all, or the store's clock is behind ours: wait on, but never spin.
  const expiresAt = later(block.expiresAt!, after(context.now, againMs));
  return { move: 'block', block: { ...block, phase: 'waiting', expiresAt } };
}

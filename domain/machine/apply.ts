import type { FactsSnapshot } from '../facts';
import type { Program } from '../program';
import { addJob, addTrace, applyMove } from './change';
import { draftOf } from './copies';
import { type Listeners, takeItems } from './inbox';
import { finishJob } from './jobs';
import type { Moment } from './moment';
import type { MachineResult, News } from './news';
import type { ActivityAnswer } from './requests';
import { isHeld, runThreads } from './run';
import { refreshFacts } from './scope';
import type { Draft, MachineState, Thread } from './state';
import { contextAt } from './step-context';
import { blockRequests, hear } from './step-logic';

const mostUnsigned = 50;

/** Takes in what happened; what nobody waits for any more changes nothing. */
export function apply(
  program: Program,
  state: MachineState,
  result: MachineResult,
  moment: Moment,
): MachineState {
  const draft = draftOf(state);
  switch (result.kind) {
    case 'inbox':
      takeItems(draft, program, result.items, new Audience(draft, program, moment));
      break;
    case 'unsigned':
      takeUnsigned(draft, result, moment.now);
      break;
    case 'timer':
    case 'activity':
    case 'failed':
    case 'child':
      answer(draft, program, result, moment);
  }
  return draft;
}

type Answer = Extract<MachineResult, { key: string }>;

function answer(draft: Draft, program: Program, result: Answer, moment: Moment): void {
  const owner = ownerOf(draft, program, result, moment);
  if (owner === undefined) return;
  if (result.kind !== 'timer') draft.inFlight = draft.inFlight.filter((known) => known.key !== result.key);
  if (result.kind === 'activity') takeFacts(draft, result.answer);
  const job = draft.jobs.find((candidate) => candidate.id === owner);
  if (job && (result.kind === 'activity' || result.kind === 'failed')) {
    return finishJob(draft, program, job, { result, now: moment.now });
  }
  const thread = draft.threads.find((candidate) => candidate.id === owner);
  if (!thread) return;
  tell(draft, program, thread, { news: result, moment });
  if (thread.draining && !draft.inFlight.some((known) => known.owner === thread.id)) {
    draft.threads = draft.threads.filter((other) => other.id !== thread.id);
  }
  if (result.kind === 'activity') takeInbox(draft, program, result.answer, moment);
}

// What a checkpoint found for its own treatment is taken in before anything that follows the checkpoint is begun.
function takeInbox(draft: Draft, program: Program, { name, answer }: ActivityAnswer, moment: Moment): void {
  const inbox = name === 'rescore' ? (answer.inbox ?? []) : [];
  const items = inbox.filter(({ seq }) => seq > draft.inbox.mark);
  if (items.length > 0 && moment.patched('checkpointInbox')) {
    takeItems(draft, program, items, new Audience(draft, program, moment));
  }
}

// Whoever asked; a timer's asker is found by asking again, so that one nobody wants any more finds none.
function ownerOf(draft: Draft, program: Program, result: Answer, moment: Moment): string | undefined {
  if (result.kind !== 'timer') return draft.inFlight.find(({ key }) => key === result.key)?.owner;
  const thread = draft.threads.find((candidate) =>
    waitsFor(draft, program, candidate, { key: result.key, moment }),
  );
  return thread?.id;
}

function waitsFor(
  state: MachineState,
  program: Program,
  thread: Thread,
  { key, moment }: { key: string; moment: Moment },
): boolean {
  const instruction = program.instructions[thread.pc];
  if (!instruction || !thread.block || !key.startsWith(`${instruction.step}|`)) return false;
  const requests = blockRequests(contextAt(program, state, thread, moment), instruction, thread.block);
  return requests.some((request) => request.key === key);
}

function takeFacts(draft: Draft, activity: ActivityAnswer): void {
  const facts = factsOf(activity);
  refreshFacts(draft, facts);
  if (activity.name === 'rescore') draft.checkpoint = Math.max(draft.checkpoint, activity.answer.sequence);
}

function factsOf(activity: ActivityAnswer): FactsSnapshot | undefined {
  return activity.answer && 'facts' in activity.answer ? activity.answer.facts : undefined;
}

/** The threads of a draft, for what concerns them all. A class: two closures for each thing taken in cost more than it. */
class Audience implements Listeners {
  constructor(
    private readonly draft: Draft,
    private readonly program: Program,
    private readonly moment: Moment,
  ) {}

  get now(): string {
    return this.moment.now;
  }

  tell(news: News): void {
    tellAll(this.draft, this.program, news, this.moment);
  }

  goOn(): void {
    if (!isHeld(this.draft)) runThreads(this.draft, this.program, this.moment);
  }
}

function tellAll(draft: Draft, program: Program, news: News, moment: Moment): void {
  for (const { id } of draft.threads) {
    const thread = draft.threads.find((candidate) => candidate.id === id);
    if (thread && !thread.draining) tell(draft, program, thread, { news, moment });
  }
}

function tell(
  draft: Draft,
  program: Program,
  thread: Thread,
  { news, moment }: { news: News; moment: Moment },
): void {
  const instruction = program.instructions[thread.pc];
  if (!instruction || !thread.block) return;
  const move = hear(contextAt(program, draft, thread, moment), instruction, thread.block, news);
  applyMove(draft, program, thread, { move, now: moment.now });
}

/** Anyone who reaches Temporal can send these, so they are checked by an activity, and only so many. */
function takeUnsigned(
  draft: Draft,
  { act }: Extract<MachineResult, { kind: 'unsigned' }>,
  now: string,
): void {
  draft.unsigned += 1;
  if (draft.interruption || draft.unsigned > mostUnsigned) return;
  addTrace(draft, { at: now, step: '', path: '', kind: 'control:unsigned', outcome: act.kind, reason: '' });
  const only = draft.threads.flatMap((thread) =>
    thread.block?.on === 'approve' && thread.block.approvalId ? [thread.block.approvalId] : [],
  );
  const approvalId =
    act.kind === 'decision' ? (act.approvalId ?? (only.length === 1 ? only[0] : undefined)) : undefined;
  addJob(draft, {
    kind: 'unsigned',
    act: act.kind === 'decision' ? { ...act, ...(approvalId && { approvalId }) } : act,
  });
}

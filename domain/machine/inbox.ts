import type { InboxItem, PauseReason } from '../inbox';
import type { Program } from '../program';
import { addJob, addTrace, interrupt } from './change';
import { newThread, threadWith } from './copies';
import { after } from './instants';
import type { News } from './news';
import { refreshFacts } from './scope';
import type { Draft } from './state';

/** Those who hear of what is taken in. */
export interface Listeners {
  readonly now: string;
  tell(news: News): void;
  /** Runs what needs no waiting. */
  goOn(): void;
}

/** Takes items in order: at or below the mark they are dropped, beyond a gap they are held, after an interruption they are left for the outcome's transaction. */
export function takeItems(draft: Draft, program: Program, items: readonly InboxItem[], at: Listeners): void {
  const held = [...draft.inbox.held, ...items].sort((one, other) => one.seq - other.seq);
  draft.inbox = { ...draft.inbox, held: [] };
  for (const item of held) {
    const { mark, held: waiting } = draft.inbox;
    if (item.seq <= mark) continue;
    if (draft.interruption || item.seq > mark + 1) {
      if (waiting.at(-1)?.seq !== item.seq) draft.inbox = { mark, held: [...waiting, item] };
      continue;
    }
    // What came later finds the program where what came before has brought it, however many come at once.
    at.goOn();
    if (draft.interruption) {
      draft.inbox = { mark, held: [...waiting, item] };
      continue;
    }
    draft.inbox = { mark: item.seq, held: waiting };
    takeItem(draft, program, item, at);
  }
}

function takeItem(draft: Draft, program: Program, item: InboxItem, at: Listeners): void {
  const { now } = at;
  refreshFacts(draft, item.facts);
  switch (item.kind) {
    case 'crossing':
      if (item.sequence > draft.checkpoint)
        note(draft, now, { kind: 'crossing', outcome: 'crossed', reason: item.summary });
      return;
    case 'leave':
      return leave(draft, program, now);
    case 'event':
      return at.tell({ kind: 'event', name: item.name, value: item.value });
    case 'decision':
      draft.heard = [...draft.heard, item.approvalId];
      return at.tell({ kind: 'decision', approvalId: item.approvalId });
    case 'taskDone':
      return endTask(draft, item.taskId, at);
    case 'pause':
      return pause(draft, item.reason, now);
    case 'resume':
      return resume(draft, item.reason, at);
    case 'stop':
    case 'goal':
    case 'exit':
      return interrupt(draft, { kind: item.kind, outcome: item.outcome, reason: item.reason }, now);
    case 'skip':
  }
}

function endTask(draft: Draft, taskId: string, at: Listeners): void {
  if (draft.openTasks.some((open) => open.taskId === taskId))
    return addJob(draft, { kind: 'taskResult', taskId });
  draft.heard = [...draft.heard, taskId];
  at.tell({ kind: 'taskDone', taskId });
}

function pause(draft: Draft, reason: PauseReason, now: string): void {
  if (draft.pausedBy.includes(reason)) return;
  draft.pausedBy = [...draft.pausedBy, reason];
  note(draft, now, { kind: 'pause', outcome: 'paused', reason });
}

function resume(draft: Draft, reason: PauseReason, at: Listeners): void {
  if (!draft.pausedBy.includes(reason)) return;
  draft.pausedBy = draft.pausedBy.filter((known) => known !== reason);
  note(draft, at.now, {
    kind: 'resume',
    outcome: draft.pausedBy.length > 0 ? 'still paused' : 'resumed',
    reason,
  });
  if (draft.pausedBy.length > 0) return;
  // The store checks the goal again while the facts are read; nothing else goes first.
  addJob(draft, { kind: 'resume' });
  at.tell({ kind: 'resumed' });
}

function leave(draft: Draft, program: Program, now: string): void {
  const { onLeave } = program;
  note(draft, now, { kind: 'leave', outcome: onLeave.mode, reason: '' });
  if (onLeave.mode === 'grace') draft.graceUntil ??= after(now, onLeave.graceMs);
  if (onLeave.mode !== 'redirect' || draft.redirected) return;
  draft.redirected = true;
  const busy = new Set(draft.inFlight.map((request) => request.owner));
  const draining = draft.threads
    .filter((thread) => busy.has(thread.id))
    .map((thread) => threadWith(thread, { draining: true }));
  const fresh = newThread({ id: 'leave', pc: onLeave.target, path: 'leave:1' });
  draft.threads = [...draining, fresh];
}

function note(draft: Draft, now: string, line: { kind: string; outcome: string; reason: string }): void {
  addTrace(draft, { at: now, step: '', path: '', ...line, kind: `control:${line.kind}` });
}

import type { StepFacts } from '../facts';
import type { Instruction, Program } from '../program';
import { freed, threadWith } from './copies';
import { joinPath } from './path';
import { stepFacts } from './scope';
import type { Draft, Interruption, Job, StepTrace, Thread } from './state';
import type { Move } from './step-context';

const traceLimit = 300;

/** Adds a line to the trace; the oldest goes when it is full. */
export function addTrace(draft: Draft, line: StepTrace): void {
  const kept = draft.trace.length < traceLimit ? draft.trace : draft.trace.slice(1 - traceLimit);
  draft.trace = [...kept, line];
}

/** Puts a changed thread in its place. */
export function replaceThread(draft: Draft, thread: Thread): void {
  const threads: Thread[] = [];
  for (const known of draft.threads) threads.push(known.id === thread.id ? thread : known);
  draft.threads = threads;
}

/** Adds work beside the threads. */
export function addJob(draft: Draft, job: JobWork): void {
  draft.jobNumber += 1;
  draft.jobs = [...draft.jobs, { id: `job:${draft.jobNumber}`, ...job }];
}
type WithoutId<J> = J extends { id: string } ? Omit<J, 'id'> : never;
type JobWork = WithoutId<Job>;

/** What a step is called in a trace: the kind of its effect, or its op. */
export function kindOf(instruction: Instruction): string {
  return instruction.op === 'effect' ? instruction.effect.kind : instruction.op;
}

/** Carries out what a step decided about its thread. */
export function applyMove(
  draft: Draft,
  program: Program,
  thread: Thread,
  step: { move: Move; now: string },
): void {
  const { move, now } = step;
  if (move.move === 'stay') return;
  const instruction = program.instructions[thread.pc]!;
  if (move.move === 'block') {
    const { block } = move;
    replaceThread(draft, threadWith(thread, { block, reported: reportedAt(block, thread) }));
    if (move.note) addTrace(draft, lineOf(thread, instruction, now, move.note));
    return;
  }
  const pc = thread.pc + 1;
  if (move.move === 'pass') return replaceThread(draft, freed(thread, { pc }));
  const facts = stepFacts(move.facts);
  // The wait that paces a repeat has the repeat's id, whose own facts stay.
  const paces = thread.frames.some(({ loop }) => program.instructions[loop]?.step === instruction.step);
  if (!paces) bindFacts(draft, instruction.step, facts);
  if (move.event) draft.event = move.event;
  addTrace(draft, lineOf(thread, instruction, now, facts));
  // A wait that is over was announced once; the next one is news again.
  const reported = instruction.op === 'wait' ? '' : thread.reported;
  replaceThread(draft, freed(thread, { pc, reported }));
  const of = instruction.op === 'plan' ? 'plan' : 'task';
  for (const [index, taskId] of (move.open ?? []).entries()) {
    const path = of === 'plan' ? joinPath(thread.path, `milestone:${index + 1}`) : thread.path;
    openTask(draft, { taskId, step: instruction.step, path, of });
  }
}

/** The trace's line about a thread's step. */
export function lineOf(
  { path }: Thread,
  instruction: Instruction,
  at: string,
  { outcome, reason }: { readonly outcome: string; readonly reason: string },
): StepTrace {
  return { at, step: instruction.step, path, kind: kindOf(instruction), outcome, reason };
}

/** Binds what a step came to. */
export function bindFacts(draft: Draft, step: string, facts: StepFacts): void {
  const steps: Record<string, StepFacts> = Object.assign({}, draft.steps);
  steps[step] = facts;
  draft.steps = steps;
}

function openTask(draft: Draft, task: Draft['openTasks'][number]): void {
  draft.openTasks = [...draft.openTasks, task];
  if (draft.heard.includes(task.taskId)) addJob(draft, { kind: 'taskResult', taskId: task.taskId });
}

function reportedAt(block: NonNullable<Thread['block']>, thread: Thread): string {
  return 'progress' in block ? `${block.progress.step}|${block.progress.waitingFor}` : thread.reported;
}

/** Ends the program, whatever the cause; the first cause wins and what is in flight is awaited. */
export function interrupt(draft: Draft, interruption: Interruption, now: string): void {
  if (draft.interruption) return;
  draft.interruption = interruption;
  const busy = new Set(draft.inFlight.map((request) => request.owner));
  draft.threads = draft.threads
    .filter((thread) => busy.has(thread.id))
    .map((thread) => threadWith(thread, { draining: true }));
  draft.jobs = draft.jobs.filter((job) => busy.has(job.id));
  const { outcome, reason, kind } = interruption;
  addTrace(draft, { at: now, step: '', path: '', kind: `control:${kind}`, outcome, reason });
}

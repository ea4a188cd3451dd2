import { forkThreads, joined } from '../steps/parallel/apply';
import { branchTarget } from '../steps/decide/apply';
import { reachLoop } from '../steps/repeat/apply';
import { msOf } from '../iso-instant';
import type { Instruction, Program } from '../program';
import { addJob, addTrace, applyMove, bindFacts, interrupt, lineOf, replaceThread } from './change';
import { freed, threadWith } from './copies';
import { measureIsDue } from './deadlines';
import type { Hop, Moment } from './moment';
import { pathOf } from './path';
import { progressOfWait } from './progress';
import { holds, stepFacts } from './scope';
import type { Draft, Thread } from './state';
import { contextAt, contextScope, type InstructionOf, type StepContext } from './step-context';
import { type Blocking, enter } from './step-logic';

const mostSteps = 10_000;
const longWaitMs = 3_600_000;

/** Moves every free thread on until it blocks, ends or the program is interrupted. */
export function runThreads(draft: Draft, program: Program, moment: Moment): void {
  for (let steps = 0; !draft.interruption; steps += 1) {
    const thread = draft.threads.find((candidate) => isFree(draft, candidate));
    if (!thread) return;
    if (steps > mostSteps)
      return fail(draft, `${program.playbook} goes round without ever waiting`, moment.now);
    runOne(draft, contextAt(program, draft, thread, moment));
    moment.watch?.(hopOf(draft, program, thread));
  }
}

function hopOf(draft: Draft, { instructions }: Program, { id, pc: from }: Thread): Hop {
  const to = draft.threads.find((thread) => thread.id === id)?.pc;
  const { when, step = '' } = instructions[from] ?? {};
  // What blocks was not skipped, whatever became of its step in an earlier round.
  const skipped = when !== undefined && to !== from && draft.steps[step]?.outcome === 'skipped';
  return { from, to, skipped };
}

/** Paused, or resumed and not yet looked at the facts again. */
export function isHeld(state: Pick<Draft, 'pausedBy' | 'jobs'>): boolean {
  return state.pausedBy.length > 0 || state.jobs.some((job) => job.kind === 'resume');
}

function isFree(draft: Draft, thread: Thread): boolean {
  if (thread.draining) return false;
  return thread.block === undefined || joined(draft.threads, thread);
}

function runOne(draft: Draft, context: StepContext): void {
  const { program, thread } = context;
  const instruction = program.instructions[thread.pc];
  if (!instruction)
    return fail(draft, `${program.playbook} has no end after its last instruction`, context.now);
  if (instruction.op === 'fork' && thread.block) return move(draft, thread, instruction.join + 1);
  if (instruction.op === 'branch') return move(draft, thread, branchTarget(context, instruction));
  if (instruction.op === 'loop') return runLoop(draft, context, instruction);
  if (instruction.op === 'next') return move(draft, thread, instruction.loop);
  if (instruction.op === 'join') return leave(draft, thread);
  if (instruction.when !== undefined && !holds(instruction.when, contextScope(context))) {
    return skip(draft, context, instruction);
  }
  runAllowed(draft, context, instruction);
}

type Allowed = Exclude<Instruction, { op: 'branch' | 'loop' | 'next' | 'join' }>;

function runAllowed(draft: Draft, context: StepContext, instruction: Allowed): void {
  const { thread, now, program } = context;
  switch (instruction.op) {
    case 'jump':
      return move(draft, thread, instruction.target);
    case 'fork':
      replaceThread(draft, threadWith(thread, { block: { on: 'join' } }));
      draft.threads = [...draft.threads, ...forkThreads(context, instruction)];
      return;
    case 'end':
      return runEnd(draft, context, instruction);
    default:
      applyMove(draft, program, thread, { move: enter(context, instruction), now });
      announceWait(draft, context, instruction);
  }
}

function runLoop(draft: Draft, context: StepContext, instruction: InstructionOf<'loop'>): void {
  const { pc, frames, passes, over } = reachLoop(context, instruction);
  const facts = stepFacts({ outcome: over ? 'done' : 'running', count: passes });
  bindFacts(draft, instruction.step, facts);
  const path = pathOf(context.program, { prefix: context.thread.prefix, frames });
  replaceThread(draft, freed(context.thread, { pc, frames, path }));
}

function runEnd(draft: Draft, context: StepContext, instruction: InstructionOf<'end'>): void {
  if (measureIsDue(draft, context.now)) {
    replaceThread(draft, threadWith(context.thread, { block: { on: 'measure' } }));
    return;
  }
  interrupt(draft, { kind: 'end', outcome: instruction.outcome, reason: instruction.reason }, context.now);
}

function skip(draft: Draft, context: StepContext, instruction: Instruction): void {
  const { thread, now } = context;
  const target = instruction.op === 'fork' ? instruction.join + 1 : thread.pc + 1;
  bindFacts(draft, instruction.step, stepFacts({ outcome: 'skipped' }));
  addTrace(draft, lineOf(thread, instruction, now, { outcome: 'skipped', reason: '' }));
  move(draft, thread, target);
}

function move(draft: Draft, thread: Thread, pc: number): void {
  replaceThread(draft, freed(thread, { pc }));
}

function leave(draft: Draft, thread: Thread): void {
  draft.threads = draft.threads.filter((other) => other.id !== thread.id);
}

function fail(draft: Draft, reason: string, now: string): void {
  interrupt(draft, { kind: 'failed', outcome: 'failed', reason }, now);
}

/** A long wait that no activity has told people about gets a note of its own. */
function announceWait(draft: Draft, context: StepContext, instruction: Blocking): void {
  if (context.unread) return;
  const thread = draft.threads.find((candidate) => candidate.id === context.thread.id);
  if (thread?.block?.on !== 'wait') return;
  const until = thread.block.until;
  if (until !== undefined && msOf(until) - msOf(context.now) < longWaitMs) return;
  if (thread.reported === `${instruction.step}|${instruction.summary}`) return;
  const progress = progressOfWait(context, instruction);
  addJob(draft, { kind: 'progress', path: thread.path, progress });
}

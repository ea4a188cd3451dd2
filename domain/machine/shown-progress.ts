import type { Program } from '../program';
import type { Progress } from '../treatment-activities';
import type { Moment } from './moment';
import { progressOfWait } from './progress';
import type { Request, TimerRequest } from './requests';
import type { MachineState, Thread } from './state';
import { byUrgency, type Wait, type WaitKind, waitOf } from './waits';

/** The requests of a turn as a runtime with readers hands them on: each activity writes down what lists are to show. */
export function withShownProgress(
  program: Program,
  { state, requests }: { readonly state: MachineState; readonly requests: readonly Request[] },
  moment: Moment,
): readonly Request[] {
  return requests.map((request) => shown(program, state, { request, moment }));
}

interface Asked {
  readonly request: Request;
  readonly moment: Moment;
}

/**
 * What an activity writes down is seen in lists, where a treatment has one row: of all its lines of control the one
 * that waits for a decision stands there, then one that waits for work, then what comes first; the others are counted.
 */
function shown(program: Program, state: MachineState, { request, moment }: Asked): Request {
  if (request.kind === 'child') return request;
  const ofThread = state.threads.some(({ id }) => id === request.owner);
  if (ofThread && state.threads.length === 1) return request;
  const others = state.threads
    .filter(({ id, draining }) => id !== request.owner && !draining)
    .flatMap((thread) => progressOfThread(program, state, { thread, moment }) ?? []);
  if (request.kind === 'timer') return withWaitOfPerson(program, request, others);
  const { call } = request;
  const progress = shownOf(program, call.command.progress, others);
  return { ...request, call: { ...call, command: { ...call.command, progress } } as typeof call };
}

// Only the earliest timer is armed, so on the timeline it speaks for a person who is waited for without one.
function withWaitOfPerson(program: Program, timer: TimerRequest, others: readonly Progress[]): TimerRequest {
  const person = others.find(
    ({ step, waitingFor }) => waitingFor !== '' && isPersonal(kindAt(program, step)),
  );
  return person
    ? { ...timer, summary: `${timer.summary} (begun while waiting for: ${person.waitingFor})` }
    : timer;
}

function isPersonal(kind: WaitKind): boolean {
  return kind === 'decision' || kind === 'task';
}

function shownOf(program: Program, own: Progress, others: readonly Progress[]): Progress {
  const waits = [own, ...others.filter(({ step }) => step !== own.step)].filter(isWait);
  const ranked = waits
    .map((progress) => ({ progress, for: kindAt(program, progress.step), until: progress.until }))
    .sort(byUrgency);
  const [first] = ranked;
  if (!first) return own;
  const more = waits.length > 1 ? ` (and ${waits.length - 1} more)` : '';
  const { progress } = first;
  const person = progress !== own && isPersonal(first.for);
  return {
    ...progress,
    done: own.done,
    waitingFor: `${progress.waitingFor}${more}`,
    ...(person && { person }),
  };
}

function isWait({ waitingFor }: Progress): boolean {
  return waitingFor !== '';
}

/** What a waiting step of a program waits for. */
function kindAt({ instructions }: Program, step: string): WaitKind {
  const found = instructions.filter((instruction) => instruction.step === step);
  if (found.some(({ op }) => op === 'approve')) return 'decision';
  return found.some((instruction) => instruction.op === 'task' && instruction.await) ? 'task' : 'time';
}

function progressOfThread(
  program: Program,
  state: MachineState,
  { thread, moment }: { thread: Thread; moment: Moment },
): Progress | undefined {
  const { block, pc } = thread;
  const instruction = program.instructions[pc];
  if (!block || !instruction) return undefined;
  if (block.on === 'wait' && instruction.op === 'wait')
    return { ...progressOfWait({ program, state, thread, ...moment }, instruction), until: block.until };
  const wait = waitOf(program, thread);
  if (wait && !wait.human) return progressOfMachineWait(wait);
  return 'progress' in block ? { ...block.progress, ...(wait?.until && { until: wait.until }) } : undefined;
}

function progressOfMachineWait({ step, until, summary, what, for: kind }: Wait): Progress {
  const waitingFor = kind === 'workflow' ? summary : what;
  return { step, done: '', waitingFor, next: summary, ...(until && { until }) };
}

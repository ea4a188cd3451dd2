import type { Program } from '../program';
import { localWords } from './local-words';
import { newestRules } from './moment';
import type { MachineState, Thread } from './state';
import { summaryOf } from './summary';
import { byUrgency, pauseOf, type Wait, type WaitKind, waitOf } from './waits';
import { zoneOf } from './wait-until';
import { clockWords } from './words/clock';
import { endsOf, outcomeName } from './words/ends';
import { logLines } from './words/log';
import { nextWords } from './words/next';
import { planLines } from './words/plan-lines';
import { reasonWords } from './words/reasons';
import { openThreads, trackOf, tracksWords } from './words/tracks';

/** Markdown for somebody who has never seen the code: why it started, where it is, what it waits for, what comes next, its plan, what was done. */
export function describe(program: Program, state: MachineState, now: string): string {
  const { arm, why, clockScale, startedAt } = state.identity;
  const head = [
    `**${program.title}**${arm === 'holdout' ? ' (control group: the customer is only watched)' : ''}`,
    ...clockWords(clockScale, startedAt),
    `**Why it started:** ${why}`,
  ];
  const parts = [
    ...head,
    ...where(program, state, now),
    ...planLines(program, state, now),
    ...logLines(program, state),
  ];
  return parts.join('\n\n');
}

function where(program: Program, state: MachineState, now: string): string[] {
  if (state.result) return [`**Ended:** ${outcomeName(state.result.outcome)}${endReason(state)}`];
  if (state.interruption) {
    const { outcome } = state.interruption;
    return [`**Ending:** ${outcomeName(outcome)}${endReason(state)}; what is under way is awaited`];
  }
  return [
    ...places(program, state, now),
    ...openTasks(program, state),
    ...earlyEnds(program),
    `**Ends at the latest:** ${localWords(state.identity.maximumAt, zoneOf({ state }))}`,
  ];
}

// Why a treatment was stopped is what a person wrote, which may be personal; every other reason is the book's.
function endReason({ interruption }: MachineState): string {
  if (interruption?.kind === 'stop' || interruption?.outcome === 'stopped')
    return ' (the reason given stands in the ledger)';
  return interruption ? ` (${reasonWords(interruption.reason)})` : '';
}

/** One line of control that waits, and what follows it. */
interface Stop {
  readonly thread: Thread;
  readonly wait: Wait;
  readonly then: string;
}

function places(program: Program, state: MachineState, now: string): string[] {
  const stops = state.threads
    .flatMap((thread): Stop[] => {
      const wait = thread.draining ? undefined : waitOf(program, thread);
      const then = wait ? nextWords({ program, state, thread, now, patched: newestRules }) : '';
      return wait ? [{ thread, wait, then }] : [];
    })
    .sort((one, other) => byUrgency(one.wait, other.wait));
  const zone = zoneOf({ state });
  const pause = pauseOf(state, '');
  const paused = pause ? [`**Paused:** waits for ${pause.what}; nothing new is begun meanwhile`] : [];
  const [first, ...others] = stops;
  if (!first) return [...paused, ...(pause ? [] : ['**Now:** acting'])];
  const open = openThreads(state);
  const tracks = tracksWords(program, open);
  if (others.length === 0) {
    const track = trackOf(program, first.thread);
    return [...paused, ...onePlace(first, zone, track === '' ? '' : ` (${track}; ${tracks})`)];
  }
  const lines = stops.map(
    ({ thread, wait, then }) =>
      `- **${trackOf(program, thread)} – ${wait.summary}:** waits for ${waitWords(wait, zone)}. Next: ${then}`,
  );
  const busy = open
    .filter((thread) => !stops.some((stop) => stop.thread === thread))
    .map((thread) => `- **${trackOf(program, thread)}:** acting`);
  return [...paused, `**Where it is and what it waits for** (${tracks}):`, [...lines, ...busy].join('\n')];
}

function onePlace({ wait, then }: Stop, zone: string, track: string): string[] {
  return [
    `**Where it is:** ${wait.summary}${track}`,
    `**What it waits for:** ${waitWords(wait, zone)}`,
    `**What comes next:** ${then}`,
  ];
}

const untilWords: Readonly<Record<WaitKind, string>> = {
  pause: 'until',
  decision: 'by',
  task: 'by',
  event: 'at most until',
  time: 'until',
  retry: 'on',
  gate: 'until',
  workflow: 'until',
};

function waitWords({ what, until, for: kind }: Wait, zone: string): string {
  if (until === undefined) return what;
  return `${what}, ${untilWords[kind]} ${localWords(until, zone)}`;
}

function openTasks(program: Program, { openTasks: open }: MachineState): string[] {
  if (open.length === 0) return [];
  const steps = [...new Set(open.map(({ step }) => step))];
  const words = steps.map((step) => {
    const count = open.filter((task) => task.step === step).length;
    return `${summaryOf(program, step)}${count > 1 ? ` (${count})` : ''}`;
  });
  return [`**Tasks still open beside it:** ${words.join('; ')}`];
}

function earlyEnds(program: Program): string[] {
  const { early } = endsOf(program);
  return early.length === 0 ? [] : [`**Ends early:** ${early.join('; ')}`];
}

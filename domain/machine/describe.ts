import { plainName } from '../plain-words';
import type { Program } from '../program';
import { fromNow, localWords } from './local-words';
import { newestRules } from './moment';
import type { MachineState } from './state';
import { summaryOf } from './summary';
import { byUrgency, pauseOf, type Wait, type WaitKind, waitOf } from './waits';
import { zoneOf } from './wait-until';
import { conditionWords } from './words/condition';
import { logLines } from './words/log';
import { nextWords } from './words/next';
import { planLines } from './words/plan-lines';
import { reasonWords } from './words/reasons';

/** Markdown for somebody who has never seen the code: why it started, where it is, what it waits for, what comes next, its plan, what was done. */
export function describe(program: Program, state: MachineState, now: string): string {
  const head = [
    `**${program.title}**${state.identity.arm === 'holdout' ? ' (holdout: the customer is only watched)' : ''}`,
    `**Why it started:** ${state.identity.why}`,
  ];
  const parts = [
    ...head,
    ...where(program, state, now),
    ...planLines(program, state),
    ...logLines(program, state),
  ];
  return parts.join('\n\n');
}

function where(program: Program, state: MachineState, now: string): string[] {
  if (state.result)
    return [`**Ended:** ${plainName(state.result.outcome)} (${reasonWords(state.result.reason)})`];
  if (state.interruption) {
    const { outcome, reason } = state.interruption;
    return [`**Ending:** ${plainName(outcome)} (${reasonWords(reason)}); what is under way is awaited`];
  }
  return [
    ...places(program, state, now),
    ...openTasks(program, state),
    ...earlyEnds(program),
    `**Ends at the latest:** ${localWords(state.identity.maximumAt, zoneOf({ state }))}`,
  ];
}

/** One line of control that waits, and what follows it. */
interface Stop {
  readonly wait: Wait;
  readonly then: string;
}

function places(program: Program, state: MachineState, now: string): string[] {
  const stops = state.threads
    .flatMap((thread): Stop[] => {
      const wait = thread.draining ? undefined : waitOf(program, thread);
      return wait ? [{ wait, then: nextWords({ program, state, thread, now, patched: newestRules }) }] : [];
    })
    .sort((one, other) => byUrgency(one.wait, other.wait));
  const zone = zoneOf({ state });
  const pause = pauseOf(state, '');
  const paused = pause ? [`**Paused:** waits for ${pause.what}; nothing new is begun meanwhile`] : [];
  const [first, ...others] = stops;
  if (!first) return [...paused, ...(pause ? [] : ['**Now:** acting'])];
  if (others.length === 0) return [...paused, ...onePlace(first, zone, now)];
  const lines = stops.map(
    ({ wait, then }) => `- **${wait.summary}:** waits for ${waitWords(wait, zone, now)}. Next: ${then}`,
  );
  return [
    ...paused,
    `**Where it is and what it waits for** (${stops.length} tracks side by side):`,
    lines.join('\n'),
  ];
}

function onePlace({ wait, then }: Stop, zone: string, now: string): string[] {
  return [
    `**Where it is:** ${wait.summary}`,
    `**What it waits for:** ${waitWords(wait, zone, now)}`,
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

function waitWords({ what, until, for: kind }: Wait, zone: string, now: string): string {
  if (until === undefined) return what;
  return `${what}, ${untilWords[kind]} ${localWords(until, zone)}, ${fromNow(until, now)}`;
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
  const { goal, goalOutcome, exits } = program;
  const named = (step: string): string => `“${summaryOf(program, step)}”`;
  const ends = [
    ...(goal === undefined ? [] : [`*${plainName(goalOutcome)}* as soon as ${conditionWords(goal, named)}`]),
    ...exits.map(({ when, outcome }) => `*${plainName(outcome)}* as soon as ${conditionWords(when, named)}`),
  ];
  return ends.length === 0 ? [] : [`**Ends early:** ${ends.join('; ')}`];
}

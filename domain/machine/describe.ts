import type { Program } from '../program';
import { afterThis, lookAhead } from './lookahead';
import { newestRules } from './moment';
import { fromNow, localWords } from './local-words';
import type { MachineState, StepTrace } from './state';
import { summaryOf } from './summary';
import { zoneOf } from './wait-until';
import { type Wait, type WaitKind, waitsOf } from './waits';

const shownLines = 12;

/** Markdown for somebody who has never seen the code: why it started, where it is, what it waits for, what comes next, what was done. */
export function describe(program: Program, state: MachineState, now: string): string {
  const head = [
    `**${program.title}**${state.identity.arm === 'holdout' ? ' (holdout: only watched)' : ''}`,
    `**Why it started:** ${state.identity.why}`,
  ];
  return [...head, ...where(program, state, now), ...done(program, state)].join('\n\n');
}

function where(program: Program, state: MachineState, now: string): string[] {
  if (state.result) return [`**Ended:** ${state.result.outcome} (${state.result.reason})`];
  if (state.interruption)
    return [
      `**Ending:** ${state.interruption.outcome} (${state.interruption.reason}); what is under way is awaited`,
    ];
  const zone = zoneOf({ state });
  const waits = waitsOf(program, state);
  const lines = waits.map((wait) => waitLine(wait, zone, now));
  const ends = `**At the latest it ends** ${localWords(state.identity.maximumAt, zone)}`;
  return [
    ...(lines.length > 0 ? lines : ['**Now:** acting']),
    ...nextLines(program, state, now),
    ...earlyEnds(program),
    ends,
  ];
}

const waitWords: Readonly<Record<WaitKind, string>> = {
  decision: 'a decision by a person',
  task: 'a person to finish a task',
  event: 'an event',
  time: 'time to pass',
  retry: 'the next attempt',
  gate: 'the moment it may be done',
  workflow: 'another workflow',
  pause: 'somebody to resume it',
};

function waitLine(wait: Wait, zone: string, now: string): string {
  const until =
    wait.until === undefined ? '' : `, until ${localWords(wait.until, zone)}, ${fromNow(wait.until, now)}`;
  const why = wait.why === undefined ? '' : ` (${wait.why})`;
  return `**Waits for** ${waitWords[wait.for]}${why}${until}\n\n**Step:** ${wait.summary}`;
}

function nextLines(program: Program, state: MachineState, now: string): string[] {
  return state.threads.flatMap((thread) => {
    if (thread.draining || thread.block?.on === 'join') return [];
    const ahead = lookAhead(afterThis({ program, state, thread, now, patched: newestRules }));
    const words = ahead.instruction?.summary ?? ahead.ends;
    return words ? [`**Next, as it looks now:** ${words}`] : [];
  });
}

function earlyEnds(program: Program): string[] {
  return program.goal === undefined
    ? []
    : [`**Ends early** as *${program.goalOutcome}* as soon as \`${program.goal}\``];
}

function done(program: Program, state: MachineState): string[] {
  const zone = zoneOf({ state });
  const lines = state.trace
    .slice(-shownLines)
    .map((line) => `- ${localWords(line.at, zone)}: ${traceWords(program, line)}`);
  return lines.length === 0 ? [] : [`**Done so far**\n\n${lines.join('\n')}`];
}

function traceWords(program: Program, line: StepTrace): string {
  const reason = line.reason === '' ? '' : ` (${line.reason})`;
  if (line.kind.startsWith('control:'))
    return `${line.kind.slice('control:'.length)}: ${line.outcome}${reason}`;
  const summary = summaryOf(program, line.step);
  return `${summary}: **${line.outcome}**${reason}`;
}

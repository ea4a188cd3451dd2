import { plainName } from '../../plain-words';
import type { Program } from '../../program';
import { shortWords, zoneWords } from '../local-words';
import type { MachineState, StepTrace } from '../state';
import { summaryOfLine } from '../summary';
import { zoneOf } from '../wait-until';
import { outcomeWords, reasonWords } from './reasons';
import { resultOfLine } from './results';

const shownLines = 12;

/** What was done lately, the latest last. */
export function logLines(program: Program, state: MachineState): string[] {
  if (state.trace.length === 0) return [];
  const zone = zoneOf({ state });
  const lines = [...state.trace.slice(-shownLines)]
    .sort(byCause)
    .map((line) => `- ${shortWords(line.at, zone)}: ${traceWords(program, line)}`);
  const left = state.trace.length > shownLines ? `, the last ${shownLines}` : '';
  return [`**Done so far** (times in ${zoneWords(zone)}${left})`, lines.join('\n')];
}

// What reached the goal is often heard of after the goal: in one shown minute the goal comes last.
function byCause(one: StepTrace, other: StepTrace): number {
  return minuteOf(one) - minuteOf(other) || Number(isGoal(one)) - Number(isGoal(other));
}

function minuteOf({ at }: StepTrace): number {
  return Math.floor(Date.parse(at) / 60_000);
}

function isGoal({ kind }: StepTrace): boolean {
  return kind === 'control:goal';
}

function traceWords(program: Program, line: StepTrace): string {
  const { kind, outcome, reason } = line;
  if (!kind.startsWith('control:')) return `${summaryOfLine(program, line)}: ${resultOfLine(program, line)}`;
  const control = kind.slice('control:'.length);
  const why = reason === '' || !isOurs(control, outcome) ? '' : ` (${reasonWords(reason)})`;
  return `${plainName(control)}: **${outcomeWords(outcome)}**${why}`;
}

/** Whether a reason is the book's or the machine's; of a stop it is what a person wrote, of a failed activity anybody's text. */
function isOurs(control: string, outcome: string): boolean {
  return control !== 'stop' && outcome !== 'stopped' && (outcome !== 'failed' || control === 'failed');
}

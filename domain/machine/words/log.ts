import { hindrance } from '../../steps/effect/hindrance';
import { plainName } from '../../plain-words';
import type { Program } from '../../program';
import { shortWords, zoneWords } from '../local-words';
import type { MachineState, StepTrace } from '../state';
import { summaryOfLine } from '../summary';
import { zoneOf } from '../wait-until';
import { outcomeWords, reasonWords } from './reasons';

const shownLines = 12;

/** What was done lately, the latest last. */
export function logLines(program: Program, state: MachineState): string[] {
  if (state.trace.length === 0) return [];
  const zone = zoneOf({ state });
  const lines = state.trace
    .slice(-shownLines)
    .map((line) => `- ${shortWords(line.at, zone)}: ${traceWords(program, line)}`);
  const left = state.trace.length > shownLines ? `, the last ${shownLines}` : '';
  return [`**Done so far** (times in ${zoneWords(zone)}${left})`, lines.join('\n')];
}

function traceWords(program: Program, line: StepTrace): string {
  const { kind, outcome, reason } = line;
  const why = reason === '' ? '' : ` (${reasonWords(reason)})`;
  if (!kind.startsWith('control:'))
    return `${summaryOfLine(program, line)}: **${doneWords(outcome, reason)}**${why}`;
  return `${plainName(kind.slice('control:'.length))}: **${outcomeWords(outcome)}**${why}`;
}

// What an ending treatment still asked for is not put off: nobody asks again.
function doneWords(outcome: string, reason: string): string {
  return outcome === 'deferred' && hindrance(reason) === 'ending' ? 'not done' : outcomeWords(outcome);
}

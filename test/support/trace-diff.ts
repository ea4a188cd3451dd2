import type { StepTrace } from '../../domain/machine/state';
import type { Timeline } from '../../simulation/timeline';

// A durable treatment's waits begin when its activities have answered: seconds, never more.
const toleranceMs = 300_000;

// A reason may name another treatment, whose customer has another key in each runtime.
const keyOfTreatment = /(?<=\btreatment:[a-z0-9-]+):[0-9a-z]{12}(:\d+)/g;

/** Where two runtimes disagree about one customer, line by line and readable; empty if they agree. */
export function timelineDiff(simulated: Timeline, durable: Timeline): string {
  const want = linesOf(simulated);
  const have = linesOf(durable);
  const length = Math.max(want.length, have.length);
  const rows = Array.from({ length }, (_, at) => ({ want: want[at], have: have[at] }));
  if (rows.every(({ want: one, have: other }) => one && other && agree(one, other))) return '';
  return rows
    .map(({ want: one, have: other }) =>
      one && other && agree(one, other)
        ? `    ${show(one)}`
        : `  - simulation: ${one ? show(one) : 'nothing'}\n  + durable:    ${other ? show(other) : 'nothing'}`,
    )
    .join('\n');
}

interface Line {
  readonly ms: number;
  readonly words: string;
}

function agree(one: Line, other: Line): boolean {
  return one.words === other.words && Math.abs(one.ms - other.ms) <= toleranceMs;
}

function show({ ms, words }: Line): string {
  const minutes = Math.round(ms / 60_000);
  return `day ${Math.floor(minutes / 1_440)} ${String(Math.floor((minutes % 1_440) / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')} ${words}`;
}

// Times count from the start of the test; segments have the day alone.
function linesOf({ startedAt, entered, treatments, segments }: Timeline): readonly Line[] {
  const from = Date.parse(startedAt);
  const crossings = entered
    .map(({ day, segment, context, reasons }) => ({
      ms: day * 86_400_000,
      words: `enters ${named(segment, context)}: ${reasons.join('; ')}`,
    }))
    .sort((one, other) => one.ms - other.ms || (one.words < other.words ? -1 : 1));
  const plays = inOrderOfStart(treatments, from).flatMap(
    ({ playbook, context, trace, outcome, reason, arm }) => [
      ...branchesInOrder(stepsFirst(trace)).map((line) => ({
        ms: Date.parse(line.at) - from,
        words: `${named(playbook, context)}: ${stepWords(line)}`,
      })),
      { ms: 0, words: `${named(playbook, context)} (${arm}) is ${outcome}: ${reason}` },
    ],
  );
  return [...crossings, ...plays, { ms: 0, words: `in ${segments.join(', ')}` }];
}

function named(name: string, context: string | undefined): string {
  return context === undefined ? name : `${name} about ${context}`;
}

// What concerns the treatment as a whole (its end, its measure) happens beside the steps: which of two at one
// instant is noted first is a race in earnest.
function stepsFirst(trace: readonly StepTrace[]): readonly StepTrace[] {
  const beside = trace.filter(({ kind }) => kind.startsWith('control:'));
  return [...trace.filter((line) => !beside.includes(line)), ...beside];
}

// Which of two that start at one instant is first says nothing.
function inOrderOfStart(treatments: Timeline['treatments'], from: number): Timeline['treatments'] {
  const instantOf = (at: string): number => Math.round((Date.parse(at) - from) / (2 * toleranceMs));
  return [...treatments].sort(
    (one, other) =>
      instantOf(one.startedAt) - instantOf(other.startedAt) || (one.playbook < other.playbook ? -1 : 1),
  );
}

/**
 * A trace with what happens at one instant side by side in the order of the branches, as virtual time tells it: what
 * people do is done a minute early in earnest, and which branch's activity answers first is a race. Within a branch,
 * and before and after all of them, the order stays.
 */
export function branchesInOrder(trace: readonly StepTrace[]): readonly StepTrace[] {
  const lines: StepTrace[] = [];
  for (const line of trace) {
    const after = lines.findLastIndex((earlier) => !comesLater(earlier, line));
    lines.splice(after + 1, 0, line);
  }
  return lines;
}

function comesLater(one: StepTrace, other: StepTrace): boolean {
  const atOneInstant = Math.abs(Date.parse(one.at) - Date.parse(other.at)) <= toleranceMs;
  const sideBySide = !one.path.startsWith(other.path) && !other.path.startsWith(one.path);
  return atOneInstant && sideBySide && one.path > other.path;
}

function stepWords({ step, path, kind, outcome, reason }: StepTrace): string {
  return [kind, step, path, outcome, reason]
    .filter((word) => word !== '')
    .join(' ')
    .replace(keyOfTreatment, '$1');
}

import type { TreatmentScope } from '../../facts';
import type { Program } from '../../program';
import { scopeOf } from '../scope';
import type { MachineState } from '../state';
import { asItStands } from './as-it-stands';
import { markOf, type Mark } from './marks';
import { type PlanLine, planOf } from './plan';
import { resultOfStep } from './results';

type Sign = Mark | 'asked' | 'missed' | 'inDoubt';

const signs: Readonly<Record<Sign, string>> = {
  done: '✓',
  missed: '✗',
  inDoubt: '?',
  asked: '◔',
  now: '▶',
  ahead: '○',
  again: '↻',
  passed: '–',
};

// Tried, asked of a rule or of people, and not done.
const missed: ReadonlySet<string> = new Set([
  'refused',
  'failed',
  'declined',
  'expired',
  'withdrawn',
  'cancelled',
]);

// The Temporal UI draws nested lists flat and trims ordinary spaces; it keeps line breaks and em spaces.
const indent = '\u2003';

/** A plan as indented lines. */
export function indentedLines(plan: readonly PlanLine[], lineOf: (line: PlanLine) => string): string {
  return plan.map((line) => `${indent.repeat(line.depth * 2)}${lineOf(line)}`).join('\n');
}

const legend = [
  `${signs.done} done`,
  `${signs.missed} not done`,
  `${signs.inDoubt} in doubt`,
  `${signs.asked} asked of people`,
  `${signs.now} now`,
  `${signs.ahead} to come`,
  `${signs.again} comes again`,
  `${signs.passed} not needed`,
].join(' · ');

/** The plan of a running treatment with what is done, under way and still to come, and what its conditions come to as it stands. */
export function planLines(program: Program, state: MachineState, now: string): string[] {
  const place = { program, state, scope: scopeOf(program, state, now) };
  return [`**Plan:** ${legend}`, indentedLines(planOf(program), (line) => markedLine(place, line))];
}

interface Place {
  readonly program: Program;
  readonly state: MachineState;
  readonly scope: TreatmentScope;
}

function markedLine(place: Place, line: PlanLine): string {
  const { program, state } = place;
  if (line.step === undefined && !line.question) return line.text;
  const mark = markOf(state, line);
  const text = withAnswer(place, line, mark);
  if (line.step === undefined) return text;
  const round = roundOf(program, state, line);
  const isNow = round !== undefined || mark === 'now';
  const sign = isNow ? 'now' : signOf(state, line.step, mark);
  return `${signs[sign]} ${isNow ? `**${text}**` : text}${round ?? afterwards(place, line.step, mark)}`;
}

function signOf({ steps }: MachineState, step: string, mark: Mark): Sign {
  const outcome = steps[step]?.outcome ?? '';
  if (outcome === 'opened' && (mark === 'done' || mark === 'again')) return 'asked';
  if (mark !== 'done') return mark;
  if (outcome === 'inDoubt') return 'inDoubt';
  return missed.has(outcome) ? 'missed' : 'done';
}

/** The text of a line; of a condition that is still to be asked with today's answer. */
function withAnswer({ scope }: Place, { text, question }: PlanLine, mark: Mark): string {
  if (!question || (mark !== 'ahead' && mark !== 'again')) return text;
  const answer = asItStands(question, scope);
  if (answer === undefined) return text;
  return text.replace(question.words, (words) => `${words} [as it stands: ${answer ? 'yes' : 'no'}]`);
}

function afterwards({ program, state: { steps } }: Place, step: string, mark: Mark): string {
  const { outcome = '', reason = '', tier = '', points = 0, by = '' } = steps[step] ?? {};
  if (outcome === '' || (mark !== 'done' && mark !== 'again')) return '';
  return tier === ''
    ? ` *${resultOfStep(program, { step, outcome, reason, by })}*`
    : ` *found ${tier} risk, ${points} points*`;
}

function roundOf(
  { instructions }: Program,
  { threads }: MachineState,
  { from }: PlanLine,
): string | undefined {
  const loop = instructions[from];
  if (loop?.op !== 'loop') return undefined;
  const frame = threads.flatMap(({ frames }) => frames).find((one) => one.loop === from);
  return frame && ` *round ${frame.pass}${loop.times === undefined ? '' : ` of ${loop.times}`}*`;
}

import type { Program } from '../../program';
import type { MachineState } from '../state';
import { markOf, type Mark } from './marks';
import { type PlanLine, planOf } from './plan';
import { outcomeWords } from './reasons';

const signs: Readonly<Record<Mark, string>> = {
  done: '✓',
  now: '▶',
  ahead: '○',
  again: '↻',
  passed: '–',
};

// The Temporal UI draws nested lists flat and trims ordinary spaces; it keeps line breaks and em spaces.
const indent = '\u2003';

/** A plan as indented lines. */
export function indentedLines(plan: readonly PlanLine[], lineOf: (line: PlanLine) => string): string {
  return plan.map((line) => `${indent.repeat(line.depth * 2)}${lineOf(line)}`).join('\n');
}

/** The plan of a running treatment with what is done, under way and still to come. */
export function planLines(program: Program, state: MachineState): string[] {
  const legend = `${signs.done} done · ${signs.now} now · ${signs.ahead} to come · ${signs.again} done, comes again · ${signs.passed} not needed`;
  return [`**Plan:** ${legend}`, indentedLines(planOf(program), (line) => markedLine(state, line))];
}

function markedLine(state: MachineState, line: PlanLine): string {
  if (line.step === undefined) return line.text;
  const pass = passOf(state, line);
  const mark = pass === undefined ? markOf(state, line) : 'now';
  const text = mark === 'now' ? `**${line.text}**` : line.text;
  return `${signs[mark]} ${text}${pass === undefined ? afterwards(state, line, mark) : ` *pass ${pass}*`}`;
}

function afterwards(state: MachineState, line: PlanLine, mark: Mark): string {
  const { outcome = '', tier = '', points = 0 } = state.steps[line.step ?? ''] ?? {};
  if (outcome === '' || (mark !== 'done' && mark !== 'again')) return '';
  return tier === '' ? ` *${outcomeWords(outcome)}*` : ` *found ${tier} risk, ${points} points*`;
}

function passOf({ threads }: MachineState, { from }: PlanLine): number | undefined {
  const frames = threads.flatMap((thread) => thread.frames);
  return frames.find(({ loop }) => loop === from)?.pass;
}

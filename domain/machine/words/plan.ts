import type { Instruction, Program } from '../../program';
import { summaryOf } from '../summary';
import type { Question } from './as-it-stands';
import { conditionOf } from './step-words';

/** From the first instruction to the one after the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A repetition. */
export interface Loop extends Span {
  readonly times?: number;
}

/** One branch of a fork. */
export interface Track extends Span {
  readonly fork: number;
}

/** One line of a plan as people read it. */
export interface PlanLine extends Span {
  readonly depth: number;
  readonly text: string;
  /** The step it stands for; absent = words above the lines they govern. */
  readonly step?: string;
  /** The condition that the line tells. */
  readonly question?: Question;
  /** The loops it is in, outermost first. */
  readonly loops: readonly Loop[];
  /** The branches of forks it is in, outermost first. */
  readonly tracks: readonly Track[];
}

type Op<O extends Instruction['op']> = Extract<Instruction, { op: O }>;
type Place = Pick<PlanLine, 'depth' | 'loops' | 'tracks'>;

const silent: ReadonlySet<Instruction['op']> = new Set(['jump', 'next', 'join', 'readFacts']);
const plans = new WeakMap<Program['instructions'], readonly PlanLine[]>();

/** The plan of a program: its steps in order, conditions and repetitions above what they govern. */
export function planOf(program: Program): readonly PlanLine[] {
  const { instructions } = program;
  const known = plans.get(instructions);
  if (known) return known;
  const plan = linesOf(program, { from: 0, to: instructions.length }, { depth: 0, loops: [], tracks: [] });
  plans.set(instructions, plan);
  return plan;
}

function linesOf(program: Program, { from, to }: Span, place: Place): PlanLine[] {
  const lines: PlanLine[] = [];
  let at = from;
  while (at < to) {
    const [found, after] = linesAt(program, { from: at, to }, place);
    lines.push(...found);
    at = Math.max(after, at + 1);
  }
  return lines;
}

function linesAt(program: Program, span: Span, place: Place): [lines: PlanLine[], after: number] {
  const at = span.from;
  const instruction = program.instructions[at];
  if (!instruction || silent.has(instruction.op)) return [[], at + 1];
  if (instruction.op === 'branch') return decision(program, instruction, span, place);
  if (instruction.op === 'loop') return repetition(program, instruction, at, place);
  if (instruction.op === 'fork') return tracks(program, instruction, at, place);
  const { step, summary: text, when } = instruction;
  const line = { ...place, from: at, to: at + 1, step, text };
  if (when === undefined) return [[line], at + 1];
  const question = { words: `only if ${conditionOf(program, when)}`, whens: [when], before: [] };
  return [[{ ...line, text: `${text} (${question.words})`, question }], at + 1];
}

function decision(program: Program, branch: Op<'branch'>, span: Span, place: Place): [PlanLine[], number] {
  const at = span.from;
  const { cases, otherwise, step, summary } = branch;
  const starts = [...new Set([...cases.map(({ target }) => target), otherwise])].sort((a, b) => a - b);
  const end = Math.min(endOfBodies(program, step, starts) ?? otherwise, span.to);
  const named = summaryOf(program, step) === summary && summary !== 'Decide';
  const inner = named ? { ...place, depth: place.depth + 1 } : place;
  // Right behind its own step, as a time-out stands, a condition need not name it.
  const own = summaryOf(program, step) === summary ? undefined : step;
  const bodies = starts.flatMap((start, index) => {
    const to = Math.min(starts[index + 1] ?? end, end);
    if (start >= to) return [];
    return governed(program, questionAt(program, cases, { target: start, own }), { from: start, to }, inner);
  });
  const head = { ...place, from: at, to: at + 1, text: `${summary}:` };
  return [named ? [head, ...bodies] : bodies, end];
}

function questionAt(
  program: Program,
  cases: Op<'branch'>['cases'],
  { target, own }: { readonly target: number; readonly own: string | undefined },
): Question {
  const whens = cases.filter((one) => one.target === target).map(({ when }) => when);
  const first = cases.findIndex((one) => one.target === target);
  const before = cases.slice(0, first === -1 ? cases.length : first).map(({ when }) => when);
  const words = whens.map((when) => conditionOf(program, when, own));
  return { words: words.length > 0 ? `If ${words.join(' or ')}` : 'Otherwise', whens, before };
}

// Each body but one that ends the play is left by a jump to where all come together.
function endOfBodies(program: Program, step: string, starts: readonly number[]): number | undefined {
  for (const start of starts.slice(1)) {
    const last = program.instructions[start - 1];
    if (last?.op === 'jump' && last.step === step) return last.target;
  }
  return undefined;
}

function repetition(program: Program, loop: Op<'loop'>, at: number, place: Place): [PlanLine[], number] {
  const paced = program.instructions[at + 1];
  const first = paced?.op === 'wait' && paced.step === loop.step ? at + 2 : at + 1;
  const until = loop.until === undefined ? '' : `, until ${conditionOf(program, loop.until)}`;
  const own = { ...place, from: at, to: first, step: loop.step, text: `${loop.summary}${until}:` };
  const inside = {
    ...place,
    depth: place.depth + 1,
    loops: [...place.loops, { from: at, to: loop.exit, times: loop.times }],
  };
  return [[own, ...linesOf(program, { from: first, to: loop.exit }, inside)], loop.exit];
}

function tracks(program: Program, fork: Op<'fork'>, at: number, place: Place): [PlanLine[], number] {
  const own = {
    ...place,
    from: at,
    to: at + 1,
    text: `${fork.summary}, ${fork.branches.length} tracks side by side:`,
  };
  const lines = fork.branches.flatMap((from, index) => {
    const track = { fork: at, from, to: fork.branches[index + 1] ?? fork.join };
    const inside = { ...place, depth: place.depth + 1, tracks: [...place.tracks, track] };
    return governed(program, { words: `Track ${index + 1}` }, track, inside);
  });
  return [[own, ...lines], fork.join + 1];
}

type Governor = Question | Pick<Question, 'words'>;

/** Lines under what governs them; a single one stands on the same line. */
function governed(program: Program, by: Governor, { from, to }: Span, place: Place): PlanLine[] {
  const lines = linesOf(program, { from, to }, { ...place, depth: place.depth + 1 });
  const [first] = lines;
  if (!first) return [];
  const asked = 'whens' in by ? { question: by } : {};
  if (lines.length === 1)
    return [{ ...first, ...asked, depth: place.depth, text: `${by.words}: ${first.text}` }];
  return [{ ...place, ...asked, from, to, text: `${by.words}:` }, ...lines];
}

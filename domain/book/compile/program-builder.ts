import type { Instruction } from '../../program';
import { madeOf } from '../../signals/signal';
import type { Dimension } from '../../words';
import { parseExpression } from '../../expressions/parsed';
import type { CheckedExpression, Wanted } from '../cel/check-expression';
import { readsOf } from '../cel/walk-names';
import { checkEvent } from '../checks/use';
import { inside, type Place } from '../report';
import type { BookContext } from './context';
import { signalsRead } from './reads';

/** Checks one expression of a program; its step ids are known beforehand. */
export type ExpressionCheck = (source: string, wanted: Wanted, place: Place) => CheckedExpression | undefined;

/** Checks one Liquid text of a program. */
export type TextCheck = (source: string, place: Place) => void;

/** What compiling the steps of one program writes to. */
export interface ProgramBuilder {
  readonly context: BookContext;
  readonly instructions: readonly Instruction[];
  /** Index of the next instruction. */
  readonly here: number;
  /** Adds an instruction and gives its index. */
  emit(instruction: Instruction): number;
  /** Puts the final form of an instruction whose targets were not known when it was emitted. */
  replace(index: number, instruction: Instruction): void;
  /** Checks an expression and notes what it mentions. */
  expression(source: string, wanted: Wanted, place: Place): CheckedExpression | undefined;
  /** Checks a Liquid text that is rendered when its step is reached. */
  text(source: string, place: Place): void;
  /** Notes what an expression mentions that was checked elsewhere. */
  note(source: string): void;
  /** Notes events the program waits for, reporting those that are not in the catalogue. */
  events(names: readonly string[], place: Place): void;
  /** Compiles nested steps. */
  steps(raw: readonly unknown[], place: Place): void;
  /** Says that this much time may pass here. */
  elapse(ms: number): void;
  /** Runs one of several alternatives and gives how long it may take, without adding it. */
  alternative(work: () => void): { readonly ms: number; readonly falls: boolean; readonly stale: boolean };
  /** Whether the next instruction can be reached at all. */
  falls: boolean;
  /** A step could not be read, so that nobody knows where the program goes after it. */
  guessed: boolean;
  /** Whether facts may have grown old: a wait came last. */
  stale: boolean;
  /** Reads facts before a condition, if they may have grown old. */
  refresh(step: string): void;
  longestMs(): number;
  mentions(): Mentions;
}

/** What a program reads and waits for. */
export interface Mentions {
  readonly signals: readonly string[];
  readonly scores: readonly Dimension[];
  readonly events: readonly string[];
  readonly usesInvoices: boolean;
  readonly usesSegments: boolean;
}

/** An empty program; `compileSteps` is handed in because steps contain steps. */
export function createProgramBuilder(
  context: BookContext,
  check: { readonly expression: ExpressionCheck; readonly text: TextCheck },
  compileSteps: (raw: readonly unknown[], place: Place, builder: ProgramBuilder) => void,
): ProgramBuilder {
  const instructions: Instruction[] = [];
  const expressions: CheckedExpression[] = [];
  const events = new Set<string>();
  let elapsed = 0;
  const builder: ProgramBuilder = {
    context,
    instructions,
    falls: true,
    guessed: false,
    stale: false,
    get here() {
      return instructions.length;
    },
    emit: (instruction) => instructions.push(instruction) - 1,
    replace: (index, instruction) => void (instructions[index] = instruction),
    expression(source, wanted, place) {
      const checked = check.expression(source, wanted, place);
      if (checked) expressions.push(checked);
      return checked;
    },
    text: check.text,
    note: (source) => void expressions.push(...noted(source)),
    events(names, place) {
      names.forEach((name, index) => {
        context.known('signal', name, Object.keys(context.names.signals), inside(place, index));
        checkEvent(name, inside(place, index), context);
        events.add(name);
      });
    },
    steps: (raw, place) => compileSteps(raw, place, builder),
    elapse: (ms) => void (elapsed += ms),
    alternative(work) {
      const before = { elapsed, falls: builder.falls, stale: builder.stale };
      elapsed = 0;
      work();
      const taken = { ms: elapsed, falls: builder.falls, stale: builder.stale };
      elapsed = before.elapsed;
      builder.falls = before.falls;
      builder.stale = before.stale;
      return taken;
    },
    refresh(step) {
      if (!builder.stale) return;
      builder.emit({ op: 'readFacts', step, summary: 'Read the facts again after the wait' });
      builder.stale = false;
    },
    longestMs: () => elapsed,
    mentions: () => mentionsOf(expressions, [...events], context),
  };
  return builder;
}

function noted(source: string): CheckedExpression[] {
  try {
    const { ast } = parseExpression(source);
    return [{ source, ast, reads: readsOf(ast) }];
  } catch {
    // Not CEL: reported where it is checked.
    return [];
  }
}

function mentionsOf(
  expressions: readonly CheckedExpression[],
  events: readonly string[],
  { names }: BookContext,
): Mentions {
  const read = expressions.flatMap(signalsRead);
  // A derived signal moves when the facts it is made of arrive.
  const raw = read.flatMap((name) => {
    const signal = names.signals[name];
    return signal?.kind === 'derived' ? madeOf(signal) : [];
  });
  const paths = expressions.flatMap(({ reads }) => reads.map(({ path }) => path));
  const sorted = (list: readonly string[]): string[] => [...new Set(list)].sort();
  return {
    signals: sorted([...read, ...raw]),
    scores: sorted(paths.filter(([root]) => root === 'scores').map(([, name]) => name ?? '')) as Dimension[],
    events: sorted(events),
    usesInvoices: paths.some(([root]) => root === 'invoices'),
    usesSegments: paths.some(([root]) => root === 'segments'),
  };
}

import { childrenOf } from '../../expressions/children';
import type { ExpressionNode } from '../../expressions/parsed';
import { pathOf, type Path } from '../../expressions/path';
import { madeOf, type SignalDefinition, type SignalUse } from '../../signals/signal';
import type { CheckedExpression } from '../cel/check-expression';
import type { BookContext } from '../compile/context';
import type { Names } from '../names';
import type { Place } from '../report';
import { natureOf } from './nature';

/** Something an expression reads, at its place in the source. */
interface Found {
  readonly offset: number;
  /** What is read, and what it is. */
  readonly what: string;
  /** What is wrong with reading it here, without the here. */
  readonly why: string;
  readonly hint: string;
}

/** Reports every signal, attribute and segment that an expression reads and that may not be used for any of these. */
export function checkUse(
  expression: CheckedExpression,
  uses: readonly SignalUse[],
  what: string,
  { place, context }: { readonly place: Place; readonly context: BookContext },
): void {
  for (const { offset, why, hint } of wrongUses(expression, uses, context.names))
    context.report.error(place, { message: `${why}, not ${what}`, hint, offset });
}

/** What an expression reads that may vary content only, or undefined. */
export function contentRead(expression: CheckedExpression, names: Names): Found | undefined {
  return wrongUses(expression, ['risk', 'routing'], names)[0];
}

/** Reports an event that may vary content only: how a play goes on must not hang on it. */
export function checkEvent(name: string, place: Place, { names, report }: BookContext): void {
  const found = wrongUse(['signals', name], ['risk', 'routing'], names);
  if (found) report.error(place, { message: `${found.why}, not how a play goes on`, hint: found.hint });
}

/** Reports what must not be put before an approver: who somebody is does not decide what they get. */
export function checkShown(path: Path, place: Place, { names, report }: BookContext): void {
  const [root, name] = path;
  const whole = root === 'customer' && name === undefined;
  const shown = whole ? Object.keys(names.attributes).map((one) => ['customer', one]) : [path];
  for (const one of shown) {
    const found = wrongUse(one, ['risk', 'routing'], names);
    if (!found) continue;
    const hint = whole ? 'name the attributes that matter, such as customer.plan' : found.hint;
    report.error(place, { message: `${found.why}, not the evidence of an approval`, hint });
    return;
  }
}

function wrongUses(expression: CheckedExpression, uses: readonly SignalUse[], names: Names): Found[] {
  const read = expression.reads.flatMap(({ path, offset }) => {
    const found = wrongUse(path, uses, names);
    return found ? [{ ...found, offset }] : [];
  });
  return [...read, ...contentSegmentsAsked(expression.ast, names)];
}

function wrongUse(path: Path, uses: readonly SignalUse[], names: Names): Omit<Found, 'offset'> | undefined {
  const [root, name = ''] = path;
  const declared =
    root === 'signals' ? names.signals[name] : root === 'customer' ? names.attributes[name] : undefined;
  if (!declared || uses.some((use) => declared.use.includes(use))) return undefined;
  const who = `${root}.${name}`;
  const nature = natureOf(declared);
  if (nature === 'behavioural') {
    const trait = `may be used for ${declared.use.join(' and ')} only`;
    return {
      what: `${who}, which ${trait}`,
      why: `${who} ${trait}`,
      hint: `use another signal, or add ${uses.join(' or ')} to its use: in signals.yaml with a purpose that allows it`,
    };
  }
  const source = sourceOf(names.signals[name], names);
  const trait = source === undefined ? `is ${nature}` : `is made of ${source}, which is ${nature}`;
  return {
    what: `${who}, which ${trait}`,
    why: `${who} ${trait}: it ${contentWords}`,
    hint: 'ask what the customer does, not who the customer is',
  };
}

const contentWords = 'may vary content and locale only';

// The raw signal by which a derived one is not about behaviour.
function sourceOf(signal: SignalDefinition | undefined, { signals }: Names): string | undefined {
  if (signal?.kind !== 'derived') return undefined;
  return madeOf(signal).find((of) => natureOf(signals[of] ?? {}) !== 'behavioural');
}

// A segment by such facts is such a fact itself.
function contentSegmentsAsked(ast: ExpressionNode, names: Names): Found[] {
  const found: Found[] = [];
  if (names.contentSegments.size === 0) return found;
  const tell = (id: string, offset: number): void => {
    const restsOn = names.contentSegments.get(id);
    if (restsOn === undefined) return;
    const what = `the segment "${id}", which rests on ${restsOn}`;
    found.push({ offset, what, why: `${what}, ${contentWords}`, hint: 'ask for another segment' });
  };
  const walk = (node: ExpressionNode): void => {
    if (isSegments(node)) {
      // Counted or searched as a whole, so it may be any of them.
      const [first] = names.contentSegments.keys();
      tell(first ?? '', node.range.start);
    } else if (node.op === 'in' && isSegments(node.args[1]) && typeof node.args[0].args === 'string') {
      tell(node.args[0].args, node.args[0].range.start);
    } else childrenOf(node).forEach(walk);
  };
  walk(ast);
  return found;
}

function isSegments(node: ExpressionNode): boolean {
  return pathOf(node)?.join('.') === 'segments';
}

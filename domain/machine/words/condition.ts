import { childrenOf } from '../../expressions/children';
import { comparisonParts } from '../../expressions/comparison';
import type { Expression } from '../../expressions/expression';
import { type ExpressionNode, parseExpression, sourceOf } from '../../expressions/parsed';
import { type Path, pathOf } from '../../expressions/path';
import { plainName } from '../../plain-words';
import { reasonWords } from './reasons';

/** What a step is called inside a sentence, by its id. */
export type StepName = (step: string) => string;

/** A condition of the book in plain words: `invoices.open == 0.0` → 'no invoice is open'. */
export function conditionWords(source: Expression, nameOf: StepName = quoted): string {
  try {
    return words(parseExpression(source).ast, nameOf);
  } catch {
    // Not CEL, which a published book cannot hold: shown as it is.
    return source;
  }
}

function quoted(step: string): string {
  return `“${plainName(step)}”`;
}

function words(node: ExpressionNode, nameOf: StepName): string {
  switch (node.op) {
    case '&&':
      return childrenOf(node)
        .map((part) => (part.op === '||' ? `either ${words(part, nameOf)}` : words(part, nameOf)))
        .join(', and ');
    case '||':
      return childrenOf(node)
        .map((part) => words(part, nameOf))
        .join(' or ');
    case '!_':
      return negated(node.args, nameOf);
    case 'in':
      return `the customer is in segment ${literalWords(node.args[0])}`;
    default:
      return presence(node, nameOf, true) ?? comparison(node, nameOf) ?? valueWords(node, nameOf);
  }
}

function negated(node: ExpressionNode, nameOf: StepName): string {
  return presence(node, nameOf, false) ?? `not so: ${words(node, nameOf)}`;
}

function presence(node: ExpressionNode, nameOf: StepName, there: boolean): string | undefined {
  if (node.op !== 'call' || node.args[0] !== 'has') return undefined;
  const [of] = node.args[1];
  const [root, step, field] = (of && pathOf(of)) ?? [];
  if (root === 'step' && step !== undefined && field === undefined)
    return `${nameOf(step)} has ${there ? '' : 'not '}ended`;
  return of && `${valueWords(of, nameOf)} is ${there ? 'known' : 'not known'}`;
}

const operators: Readonly<Record<string, string>> = {
  '==': 'is',
  '!=': 'is not',
  '<': 'is below',
  '<=': 'is at most',
  '>': 'is above',
  '>=': 'is at least',
};

function comparison(node: ExpressionNode, nameOf: StepName): string | undefined {
  const operator = operators[node.op];
  if (operator === undefined) return undefined;
  const parts = comparisonParts(node);
  const special = parts && specialWords(parts, nameOf);
  if (special !== undefined) return special;
  const [left, right] = childrenOf(node);
  return left && right && `${valueWords(left, nameOf)} ${operator} ${valueWords(right, nameOf)}`;
}

type Parts = NonNullable<ReturnType<typeof comparisonParts>>;

function specialWords({ path, operator, literal }: Parts, nameOf: StepName): string | undefined {
  const [root, first = '', second] = path;
  if (root === 'invoices' && first === 'open' && literal === 0) return openInvoices[operator];
  return root === 'step' ? stepResult({ operator, literal }, nameOf(first), second) : undefined;
}

const openInvoices: Readonly<Record<string, string>> = {
  '==': 'no invoice is open',
  '>': 'an invoice is open',
};

function stepResult(
  { operator, literal }: Pick<Parts, 'operator' | 'literal'>,
  name: string,
  second: string | undefined,
): string | undefined {
  if (second === 'outcome' && operator === '==' && typeof literal === 'string')
    return `${name} ${outcomeSentence(literal)}`;
  if (second === 'reason' && operator === '==' && typeof literal === 'string')
    return `its reason is: ${reasonWords(literal)}`;
  if (second === 'count' && operator === '>=' && typeof literal === 'number')
    return `this has come ${literal} times in a row`;
  return undefined;
}

const ended: Readonly<Record<string, string>> = {
  approved: 'was approved',
  rejected: 'was rejected',
  expired: 'was not done in time',
  withdrawn: 'was withdrawn',
  done: 'is done',
  opened: 'is still open',
  skipped: 'was not needed',
  refused: 'was refused',
  failed: 'failed',
  declined: 'was declined',
  paid: 'was paid',
  timedOut: 'ended without it',
  event: 'ended because it came',
};

function outcomeSentence(outcome: string): string {
  return ended[outcome] ?? `ended as ${plainName(outcome)}`;
}

function valueWords(node: ExpressionNode, nameOf: StepName): string {
  const path = pathOf(node);
  if (path) return pathWords(path, nameOf);
  return node.op === 'value' || node.op === '-_' ? literalWords(node) : `\`${sourceOf(node)}\``;
}

function literalWords(node: ExpressionNode): string {
  return sourceOf(node)
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/\.0$/, '');
}

const fixed: Readonly<Record<string, string>> = {
  'treatment.startPoints': 'the score at the start',
  'treatment.startTier': 'the risk at the start',
  'treatment.days': 'the number of days so far',
  'value.tier': 'the value of the customer',
  'invoices.open': 'the number of open invoices',
};

function pathWords(path: Path, nameOf: StepName): string {
  const known = fixed[path.join('.')];
  if (known !== undefined) return known;
  const [root = '', first = '', second] = path;
  if (root === 'step') return stepWords(nameOf(first), second);
  if (root === 'scores') return second === 'points' ? `the ${first} score` : `${first} risk`;
  if (root === 'customer') return `the customer's ${plainName(first)}`;
  return plainName(path.slice(root === 'signals' ? 1 : 0).join(' '));
}

function stepWords(name: string, field: string | undefined): string {
  if (field === 'tier') return `the risk found by ${name}`;
  if (field === 'points') return `the score found by ${name}`;
  return `the ${plainName(field ?? 'result')} of ${name}`;
}

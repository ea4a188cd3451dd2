import { childrenOf } from '../../expressions/children';
import { comparisonParts } from '../../expressions/comparison';
import type { Expression } from '../../expressions/expression';
import { type ExpressionNode, parseExpression } from '../../expressions/parsed';
import { sourceOf } from '../../expressions/source-of';
import { type Path, pathOf } from '../../expressions/path';
import { plainName } from '../../plain-words';
import type { Op } from '../../program';
import { reasonWords } from './reasons';

/** How sentences speak of the steps of a program. */
export interface StepWords {
  readonly nameOf: (step: string) => string;
  readonly opOf?: (step: string) => Op | undefined;
  /** What a step waits for, such as 'a new card'. */
  readonly awaitedBy?: (step: string) => string | undefined;
}

/** A condition of the book in plain words: `invoices.open == 0.0` → 'no invoice is open'. */
export function conditionWords(source: Expression, steps: StepWords = byId): string {
  try {
    return words(parseExpression(source).ast, steps);
  } catch {
    // Not CEL, which a published book cannot hold: shown as it is.
    return source;
  }
}

const byId: StepWords = { nameOf: (step) => `“${plainName(step)}”` };

function words(node: ExpressionNode, steps: StepWords): string {
  switch (node.op) {
    case '&&':
      return childrenOf(node)
        .map((part) => (part.op === '||' ? `either ${words(part, steps)}` : words(part, steps)))
        .join(', and ');
    case '||':
      return (
        notDoneYet(node, steps) ??
        childrenOf(node)
          .map((part) => words(part, steps))
          .join(' or ')
      );
    case '!_':
      return negated(node.args, steps);
    case 'in':
      return `the customer is in segment ${literalWords(node.args[0])}`;
    default:
      return presence(node, steps, true) ?? comparison(node, steps) ?? valueWords(node, steps);
  }
}

function negated(node: ExpressionNode, steps: StepWords): string {
  return presence(node, steps, false) ?? `not so: ${words(withoutGuard(node), steps)}`;
}

// `has(x) && x` says no more to people than x alone.
function withoutGuard(node: ExpressionNode): ExpressionNode {
  if (node.op !== '&&') return node;
  const [guard, rest, ...more] = childrenOf(node);
  if (!guard || !rest || more.length > 0 || guard.op !== 'call' || guard.args[0] !== 'has') return node;
  const guarded = guard.args[1][0] && pathOf(guard.args[1][0])?.join('.');
  const said = pathOf(rest) ?? comparisonParts(rest)?.path;
  return guarded !== undefined && guarded === said?.join('.') ? rest : node;
}

function presence(node: ExpressionNode, steps: StepWords, there: boolean): string | undefined {
  if (node.op !== 'call' || node.args[0] !== 'has') return undefined;
  const [of] = node.args[1];
  const [root, step, field] = (of && pathOf(of)) ?? [];
  if (root === 'step' && step !== undefined && field === undefined)
    return `${steps.nameOf(step)} has ${there ? '' : 'not '}ended`;
  return of && `${valueWords(of, steps)} is ${there ? 'known' : 'not known'}`;
}

const operators: Readonly<Record<string, string>> = {
  '==': 'is',
  '!=': 'is not',
  '<': 'is below',
  '<=': 'is at most',
  '>': 'is above',
  '>=': 'is at least',
};

function comparison(node: ExpressionNode, steps: StepWords): string | undefined {
  const operator = operators[node.op];
  if (operator === undefined) return undefined;
  const parts = comparisonParts(node);
  const special = parts && specialWords(parts, steps);
  if (special !== undefined) return special;
  const [left, right] = childrenOf(node);
  return left && right && `${valueWords(left, steps)} ${operator} ${valueWords(right, steps)}`;
}

type Parts = NonNullable<ReturnType<typeof comparisonParts>>;

function specialWords({ path, operator, literal }: Parts, steps: StepWords): string | undefined {
  const [root, first = '', second] = path;
  // An empty text is none.
  if (literal === '' && operator === '!=') return `${pathWords(path, steps)} is known`;
  if (literal === '' && operator === '==') return `${pathWords(path, steps)} is not known`;
  if (root === 'invoices' && first === 'open' && literal === 0) return openInvoices[operator];
  return root === 'step' ? stepResult({ operator, literal, step: first, field: second }, steps) : undefined;
}

const openInvoices: Readonly<Record<string, string>> = {
  '==': 'no invoice is open',
  '>': 'an invoice is open',
};

interface StepQuestion extends Pick<Parts, 'operator' | 'literal'> {
  readonly step: string;
  readonly field: string | undefined;
}

function stepResult({ operator, literal, step, field }: StepQuestion, steps: StepWords): string | undefined {
  if (field === 'outcome' && operator === '==' && typeof literal === 'string')
    return outcomeSentence(literal, step, steps);
  if (field === 'reason' && operator === '==' && typeof literal === 'string')
    return `its reason is: ${reasonWords(literal)}`;
  if (field === 'count' && operator === '>=' && typeof literal === 'number')
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

function outcomeSentence(outcome: string, step: string, { nameOf, opOf, awaitedBy }: StepWords): string {
  const awaited = awaitedBy?.(step);
  if (awaited !== undefined && outcome === 'event') return `${awaited} came`;
  if (awaited !== undefined && outcome === 'timedOut') return `${awaited} did not come`;
  const name = nameOf(step);
  if (outcome === 'expired' && opOf?.(step) === 'approve')
    return name === 'it' ? 'nobody decided in time' : `nobody decided in time: ${name}`;
  return `${name} ${ended[outcome] ?? `ended as ${plainName(outcome)}`}`;
}

// Before a task is opened its step has no result, then it is open: either way it is not done.
function notDoneYet(node: ExpressionNode, { nameOf }: StepWords): string | undefined {
  const step = /^!has\(step\.(\w+)\) \|\| step\.(\w+)\.outcome == ['"]opened['"]$/.exec(sourceOf(node));
  return step?.[1] !== undefined && step[1] === step[2] ? `${nameOf(step[1])} is not done yet` : undefined;
}

function valueWords(node: ExpressionNode, steps: StepWords): string {
  const path = pathOf(node);
  if (path) return pathWords(path, steps);
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

function pathWords(path: Path, steps: StepWords): string {
  const known = fixed[path.join('.')];
  if (known !== undefined) return known;
  const [root = '', first = '', second] = path;
  if (root === 'step') return resultWords(steps.nameOf(first), second);
  if (root === 'scores') return second === 'points' ? `the ${first} score` : `${first} risk`;
  if (root === 'customer') return `the customer's ${plainName(first)}`;
  return plainName(path.slice(root === 'signals' ? 1 : 0).join(' '));
}

function resultWords(name: string, field: string | undefined): string {
  if (field === 'tier') return `the risk found by ${name}`;
  if (field === 'points') return `the score found by ${name}`;
  return `the ${plainName(field ?? 'result')} of ${name}`;
}

import type { AllConditions, AnyConditions, ConditionProperties } from 'json-rules-engine';
import { literalOf } from '../../domain/expressions/comparison';
import type { Expression } from '../../domain/expressions/expression';
import { parseExpression, type ExpressionNode } from '../../domain/expressions/parsed';
import { pathOf } from '../../domain/expressions/path';

/** A condition of json-rules-engine. */
export type JsonCondition = AllConditions | AnyConditions | ConditionProperties;

const operators: Readonly<Record<string, readonly [whenTrue: string, whenFalse: string]>> = {
  '<': ['lessThan', 'greaterThanInclusive'],
  '<=': ['lessThanInclusive', 'greaterThan'],
  '>': ['greaterThan', 'lessThanInclusive'],
  '>=': ['greaterThanInclusive', 'lessThan'],
  '==': ['equal', 'notEqual'],
  '!=': ['notEqual', 'equal'],
};

/** Name of the operator that asks whether a fact is there; json-rules-engine has none. */
export const present = 'present';

/** The same condition for json-rules-engine, over facts named by their paths; throws for what it cannot say. */
export function jsonConditions(source: Expression, whenUnknown = false): AllConditions {
  const { ast } = parseExpression(source);
  return { all: [whenUnknown ? { not: convert(ast, false) } : convert(ast, true)] };
}

/** A condition that holds where the expression is known to be `truth`: a missing fact makes neither it nor its negation true. */
function convert(node: ExpressionNode, truth: boolean): JsonCondition {
  if (node.op === '!_') return convert(node.args, !truth);
  if (node.op === '&&' || node.op === '||') {
    const parts = node.args.map((part) => convert(part, truth));
    return (node.op === '&&') === truth ? { all: parts } : { any: parts };
  }
  if (node.op === 'call' && node.args[0] === 'has') return presence(factOf(node.args[1][0]), truth);
  const path = pathOf(node);
  if (path) return { fact: path.join('.'), operator: 'equal', value: truth };
  return comparison(node, truth);
}

function comparison(node: ExpressionNode, truth: boolean): JsonCondition {
  const pair = operators[node.op];
  if (!pair) throw new Error(`json-rules-engine has no equivalent of "${node.op}"`);
  const [left, right] = node.args as [ExpressionNode, ExpressionNode];
  const fact = factOf(left);
  const value = literalOf(right);
  if (value === undefined) throw new Error(`${fact} is compared with something that is not a literal`);
  const operator = truth ? pair[0] : pair[1];
  const compared = { fact, operator, value };
  // An undefined fact differs from everything; only a fact that is there may say so.
  return operator === 'notEqual' ? { all: [presence(fact, true), compared] } : compared;
}

function presence(fact: string, value: boolean): ConditionProperties {
  return { fact, operator: present, value };
}

function factOf(node: ExpressionNode | undefined): string {
  const path = node && pathOf(node);
  if (!path) throw new Error('only plain paths can be facts of json-rules-engine');
  return path.join('.');
}

import type { AllConditions, AnyConditions, ConditionProperties } from 'json-rules-engine';
import { literalOf } from '../../domain/expressions/comparison';
import type { Expression } from '../../domain/expressions/expression';
import { compileNumber, type NumberOf } from '../../domain/expressions/number';
import { parseExpression, type ExpressionNode } from '../../domain/expressions/parsed';
import { pathOf } from '../../domain/expressions/path';
import { sourceOf } from '../../domain/expressions/source-of';

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

/** Amounts that json-rules-engine cannot calculate itself, by the name of the fact that stands for each. */
export type CalculatedFacts = Map<string, NumberOf>;

/**
 * The same condition for json-rules-engine, over facts named by their paths; throws for what it cannot say.
 * What is compared with an amount of other facts is compared with a fact that `calculated` is told of.
 */
export function jsonConditions(
  source: Expression,
  calculated: CalculatedFacts,
  whenUnknown = false,
): AllConditions {
  const { ast } = parseExpression(source);
  const converted = conversion(calculated);
  return { all: [whenUnknown ? { not: converted(ast, false) } : converted(ast, true)] };
}

/** Conditions that hold where the expression is known to be `truth`: a missing fact makes neither it nor its negation true. */
function conversion(calculated: CalculatedFacts): (node: ExpressionNode, truth: boolean) => JsonCondition {
  const convert = (node: ExpressionNode, truth: boolean): JsonCondition => {
    if (node.op === '!_') return convert(node.args, !truth);
    if (node.op === '&&' || node.op === '||') {
      const parts = node.args.map((part) => convert(part, truth));
      return (node.op === '&&') === truth ? { all: parts } : { any: parts };
    }
    if (node.op === 'call' && node.args[0] === 'has') return presence(factOf(node.args[1][0]), truth);
    const path = pathOf(node);
    if (path) return { fact: path.join('.'), operator: 'equal', value: truth };
    return comparison(node, truth, calculated);
  };
  return convert;
}

function comparison(node: ExpressionNode, truth: boolean, calculated: CalculatedFacts): JsonCondition {
  const pair = operators[node.op];
  if (!pair) throw new Error(`json-rules-engine has no equivalent of "${node.op}"`);
  const [left, right] = node.args as [ExpressionNode, ExpressionNode];
  const fact = factOf(left);
  const operator = truth ? pair[0] : pair[1];
  const compared = { fact, operator, value: literalOf(right) ?? amountOf(right, calculated) };
  // An undefined fact differs from everything; only a fact that is there may say so.
  return operator === 'notEqual' ? { all: [presence(fact, true), compared] } : compared;
}

function amountOf(node: ExpressionNode, calculated: CalculatedFacts): { readonly fact: string } {
  const fact = sourceOf(node);
  calculated.set(fact, compileNumber(fact));
  return { fact };
}

function presence(fact: string, value: boolean): ConditionProperties {
  return { fact, operator: present, value };
}

function factOf(node: ExpressionNode | undefined): string {
  const path = node && pathOf(node);
  if (!path) throw new Error('only plain paths can be facts of json-rules-engine');
  return path.join('.');
}

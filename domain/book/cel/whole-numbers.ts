import { childrenOf } from '../../expressions/children';
import type { ExpressionNode } from '../../expressions/parsed';
import { sourceOf } from '../../expressions/source-of';
import type { BookEnvironment } from './environment';
import type { ExpressionProblem } from './walk-names';

const numeric = new Set<string>(['==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', 'in']);

/**
 * Whole-number literals beside a double: all numbers of the facts are doubles, and CEL neither adds
 * nor equates the two kinds. Told in the words of the fix before the type check tells it in its own.
 */
export function wholeNumberProblems(node: ExpressionNode, environment: BookEnvironment): ExpressionProblem[] {
  const here = numeric.has(node.op) ? besideDouble(childrenOf(node), environment) : [];
  return [...here, ...childrenOf(node).flatMap((child) => wholeNumberProblems(child, environment))];
}

function besideDouble(
  operands: readonly ExpressionNode[],
  environment: BookEnvironment,
): ExpressionProblem[] {
  const isDouble = operands.some((operand) => typeNameOf(operand, environment) === 'double');
  if (!isDouble) return [];
  return operands.flatMap(wholeLiterals).map(({ written, offset }) => ({
    message: `numbers of the facts are decimal, ${written} is a whole number`,
    hint: `write ${written}.0`,
    offset,
  }));
}

function wholeLiterals(node: ExpressionNode): { written: string; offset: number }[] {
  if (node.op === 'list') return node.args.flatMap(wholeLiterals);
  if (node.op === '-_')
    return wholeLiterals(node.args).map(({ written }) => ({
      written: `-${written}`,
      offset: node.range.start,
    }));
  if (node.op === 'value' && typeof node.args === 'bigint')
    return [{ written: String(node.args), offset: node.range.start }];
  return [];
}

function typeNameOf(node: ExpressionNode, environment: BookEnvironment): string | undefined {
  const checked = environment.typeOf(sourceOf(node));
  return 'type' in checked ? checked.type : undefined;
}

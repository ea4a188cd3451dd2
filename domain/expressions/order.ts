import { compileArithmetic } from './arithmetic';
import { literalOf } from './comparison';
import type { ExpressionNode } from './parsed';
import type { Reading } from './truth';

type Test = (left: number, right: number) => boolean;

const tests: Readonly<Record<string, Test>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/**
 * The order of two amounts of which at least one is calculated, as a plain function; undefined for any other shape.
 * Agrees with the library (a property test compares them): what is no number has no order with one that is.
 */
export function compileOrder(node: ExpressionNode): Reading | undefined {
  const test = tests[node.op];
  if (!test) return undefined;
  const [one, other] = node.args as [ExpressionNode, ExpressionNode];
  if (!isSurelyNumber(one) && !isSurelyNumber(other)) return undefined;
  const left = compileArithmetic(one);
  const right = compileArithmetic(other);
  if (!left || !right) return undefined;
  return (scope) => {
    const first = left(scope);
    if (first === undefined) return undefined;
    const second = right(scope);
    return second === undefined ? undefined : test(first, second);
  };
}

/** Texts have an order and a sum as well, so a path or a sum of paths may not be a number. */
function isSurelyNumber(node: ExpressionNode): boolean {
  switch (node.op) {
    case '-':
    case '*':
    case '/':
      return true;
    case '+':
      return node.args.some(isSurelyNumber);
    default:
      return typeof literalOf(node) === 'number';
  }
}

import type { ExpressionNode } from './parsed';
import { pathOf, readerOf } from './path';
import type { Reading, Truth } from './truth';

type Literal = number | string | boolean;
type Test = (value: unknown) => Truth;

/**
 * The commonest leaf, `path <operator> literal`, as a plain function; undefined for any other shape.
 * Agrees with the library (a property test compares them): another type is never equal, and asking for its order has no answer.
 */
export function compileComparison(node: ExpressionNode): Reading | undefined {
  const parts = comparisonParts(node);
  if (!parts) return undefined;
  const test = testOf(parts.operator, parts.literal);
  if (!test) return undefined;
  const read = readerOf(parts.path);
  return (scope) => {
    const value = read(scope);
    return value === undefined ? undefined : test(value);
  };
}

/** The parts of `path <operator> literal`, if the node is one. */
export function comparisonParts(node: ExpressionNode) {
  switch (node.op) {
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const path = pathOf(node.args[0]);
      const literal = literalOf(node.args[1]);
      return path && literal !== undefined ? { path, operator: node.op, literal } : undefined;
    }
    default:
      return undefined;
  }
}

/** The constant a node stands for; whole numbers are left to the library, which keeps them as BigInt. */
export function literalOf(node: ExpressionNode): Literal | undefined {
  if (node.op === '-_') {
    const inner = literalOf(node.args);
    return typeof inner === 'number' ? -inner : undefined;
  }
  if (node.op !== 'value') return undefined;
  const value = node.args;
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
    ? value
    : undefined;
}

function testOf(operator: string, literal: Literal): Test | undefined {
  if (operator === '==') return (value) => value === literal;
  if (operator === '!=') return (value) => value !== literal;
  return typeof literal === 'number' ? orderTest(operator, literal) : undefined;
}

function orderTest(operator: string, literal: number): Test | undefined {
  switch (operator) {
    case '<':
      return (value) => (typeof value === 'number' ? value < literal : undefined);
    case '<=':
      return (value) => (typeof value === 'number' ? value <= literal : undefined);
    case '>':
      return (value) => (typeof value === 'number' ? value > literal : undefined);
    case '>=':
      return (value) => (typeof value === 'number' ? value >= literal : undefined);
    default:
      return undefined;
  }
}

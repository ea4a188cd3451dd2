import type { Expression } from './expression';
import { compileLeaf } from './leaf';
import { parseExpression, type ExpressionNode } from './parsed';

/** A compiled condition over the facts. */
export type Condition = (scope: object) => boolean;

const compiled = new Map<Expression, Condition>();

/**
 * A condition of the book as a function, cached by its source. An expression that needs a missing
 * key is false; `a || b` still holds when `b` does, and `has(signals.x)` asks for presence.
 * Throws ParseError for text that is not CEL, which a loaded book cannot contain.
 */
export function compileCondition(source: Expression): Condition {
  const known = compiled.get(source);
  if (known) return known;
  const condition = compileNode(parseExpression(source).ast);
  compiled.set(source, condition);
  return condition;
}

function compileNode(node: ExpressionNode): Condition {
  if (node.op === '&&') {
    const [left, right] = [compileNode(node.args[0]), compileNode(node.args[1])];
    return (scope) => left(scope) && right(scope);
  }
  if (node.op === '||') {
    const [left, right] = [compileNode(node.args[0]), compileNode(node.args[1])];
    return (scope) => left(scope) || right(scope);
  }
  if (node.op === 'value') {
    const constant = node.args === true;
    return () => constant;
  }
  return compileLeaf(node);
}

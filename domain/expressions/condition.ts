import type { Expression } from './expression';
import { compileLeaf } from './leaf';
import { parseExpression, type ExpressionNode } from './parsed';
import { all, any, both, choose, either, not, type Reading } from './truth';

/** A compiled condition over the facts. */
export type Condition = (scope: object) => boolean;

const compiled = new Map<Expression, Condition>();

/**
 * A condition of the book as a function, cached by its source. An expression that needs a missing
 * key is false, and so is its negation; `a || b` still holds when `b` does, and `has(signals.x)`
 * asks for presence. Throws ParseError for text that is not CEL, which a loaded book cannot contain.
 */
export function compileCondition(source: Expression): Condition {
  const known = compiled.get(source);
  if (known) return known;
  const holds = compileHolds(parseExpression(source).ast);
  const condition: Condition = (scope) => holds(scope) === true;
  compiled.set(source, condition);
  return condition;
}

/** The same condition with its third answer: undefined where a missing key leaves it unknown. */
export function compileReading(source: Expression): Reading {
  return compileTruth(parseExpression(source).ast);
}

/** One node of a condition as a function. */
export function compileTruth(node: ExpressionNode): Reading {
  switch (node.op) {
    case '&&':
      return both(compileTruth(node.args[0]), compileTruth(node.args[1]));
    case '||':
      return either(compileTruth(node.args[0]), compileTruth(node.args[1]));
    case '!_':
      return not(compileTruth(node.args));
    case '?:':
      return choose(compileTruth(node.args[0]), compileTruth(node.args[1]), compileTruth(node.args[2]));
    default:
      return compileLeaf(node);
  }
}

// Most conditions are false for most customers, and the first fact that is missing says so: what is asked for truth
// alone need not look at the rest, which a reading with three answers must.
function compileHolds(node: ExpressionNode): Reading {
  switch (node.op) {
    case '&&':
      return all(compileHolds(node.args[0]), compileHolds(node.args[1]));
    case '||':
      return any(compileHolds(node.args[0]), compileHolds(node.args[1]));
    case '!_':
      return compileFails(node.args);
    default:
      return compileTruth(node);
  }
}

// True where a condition is known to be false, which is more than not being true.
function compileFails(node: ExpressionNode): Reading {
  switch (node.op) {
    case '&&':
      return any(compileFails(node.args[0]), compileFails(node.args[1]));
    case '||':
      return all(compileFails(node.args[0]), compileFails(node.args[1]));
    case '!_':
      return compileHolds(node.args);
    default: {
      const reading = compileTruth(node);
      return (scope) => reading(scope) === false;
    }
  }
}

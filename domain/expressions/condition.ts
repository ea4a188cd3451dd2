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
  const holds = compileAnswer(parseExpression(source).ast, true);
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

// Most conditions are false for most customers, and the first fact that is missing says so: what is asked for one answer
// alone need not look at the rest, which a reading with three answers must. Not true is not yet false.
function compileAnswer(node: ExpressionNode, wanted: boolean): Reading {
  switch (node.op) {
    case '&&':
    case '||': {
      const [left, right] = [compileAnswer(node.args[0], wanted), compileAnswer(node.args[1], wanted)];
      return (node.op === '&&') === wanted ? all(left, right) : any(left, right);
    }
    case '!_':
      return compileAnswer(node.args, !wanted);
    default: {
      const reading = compileTruth(node);
      return wanted ? reading : (scope) => reading(scope) === false;
    }
  }
}

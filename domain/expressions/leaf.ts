import { compileComparison, literalOf } from './comparison';
import { neededPaths } from './needs';
import { parseExpression, sourceOf, type ExpressionNode } from './parsed';
import { pathOf, readerOf } from './path';

type Condition = (scope: object) => boolean;

/** A condition without `&&` or `||` at its top, as a function that is false where a key is missing. */
export function compileLeaf(node: ExpressionNode): Condition {
  return (
    compileComparison(node) ??
    compilePresence(node) ??
    compileMembership(node) ??
    compileFlag(node) ??
    runSafely(node)
  );
}

function compilePresence(node: ExpressionNode): Condition | undefined {
  if (node.op !== 'call' || node.args[0] !== 'has') return undefined;
  const path = node.args[1][0] && pathOf(node.args[1][0]);
  if (!path) return undefined;
  const read = readerOf(path);
  return (scope) => read(scope) !== undefined;
}

function compileMembership(node: ExpressionNode): Condition | undefined {
  if (node.op !== 'in') return undefined;
  const literal = literalOf(node.args[0]);
  const path = pathOf(node.args[1]);
  if (typeof literal !== 'string' || !path) return undefined;
  const read = readerOf(path);
  const general = runSafely(node);
  return (scope) => {
    const list = read(scope);
    return Array.isArray(list) ? list.includes(literal) : general(scope);
  };
}

function compileFlag(node: ExpressionNode): Condition | undefined {
  const path = pathOf(node);
  if (!path) return undefined;
  const read = readerOf(path);
  return (scope) => read(scope) === true;
}

/** Runs a node of any shape with the library; whatever throws there is false here. */
export function runSafely(node: ExpressionNode): Condition {
  const needs = neededPaths(node).map(readerOf);
  const run = parseExpression(sourceOf(node)).run;
  return (scope) => {
    for (const read of needs) if (read(scope) === undefined) return false;
    try {
      return run(scope) === true;
    } catch {
      // A key was missing behind a lazy operator or has another type: by the book's rule that is false.
      return false;
    }
  };
}

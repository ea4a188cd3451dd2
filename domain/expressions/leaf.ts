import { compileComparison, literalOf } from './comparison';
import { neededPaths } from './needs';
import { compileOrder } from './order';
import { parseExpression, type ExpressionNode } from './parsed';
import { pathOf, readerOf } from './path';
import { sourceOf } from './source-of';
import type { Reading, Truth } from './truth';

/** A condition without a logical operator at its top, as a function. */
export function compileLeaf(node: ExpressionNode): Reading {
  return (
    compileComparison(node) ??
    compileOrder(node) ??
    compilePresence(node) ??
    compileMembership(node) ??
    compileFlag(node) ??
    compileOther(node)
  );
}

function compilePresence(node: ExpressionNode): Reading | undefined {
  if (node.op !== 'call' || node.args[0] !== 'has') return undefined;
  const path = node.args[1][0] && pathOf(node.args[1][0]);
  if (!path) return undefined;
  const read = readerOf(path);
  return (scope) => read(scope) !== undefined;
}

function compileMembership(node: ExpressionNode): Reading | undefined {
  if (node.op !== 'in') return undefined;
  const literal = literalOf(node.args[0]);
  const path = pathOf(node.args[1]);
  if (typeof literal !== 'string' || !path) return undefined;
  const read = readerOf(path);
  return (scope) => {
    const list = read(scope);
    return Array.isArray(list) ? list.includes(literal) : undefined;
  };
}

function compileFlag(node: ExpressionNode): Reading | undefined {
  if (node.op === 'value') {
    const constant = asTruth(node.args);
    return () => constant;
  }
  const path = pathOf(node);
  if (!path) return undefined;
  const read = readerOf(path);
  return (scope) => asTruth(read(scope));
}

// Any other shape is run by the library.
function compileOther(node: ExpressionNode): Reading {
  const needs = neededPaths(node).map(readerOf);
  const { run } = parseExpression(sourceOf(node));
  return (scope) => {
    for (const read of needs) if (read(scope) === undefined) return undefined;
    try {
      return asTruth(run(scope));
    } catch {
      // A key was missing behind a lazy operator or has another type: there is no answer.
      return undefined;
    }
  };
}

function asTruth(value: unknown): Truth {
  return typeof value === 'boolean' ? value : undefined;
}

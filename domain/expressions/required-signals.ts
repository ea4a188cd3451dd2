import { neededPaths } from './needs';
import type { Expression } from './expression';
import { parseExpression, type ExpressionNode } from './parsed';
import { pathOf } from './path';

/** Signals without which an expression cannot be true: looked up first, because most customers lack most signals. */
export function requiredSignals(source: Expression): readonly string[] {
  return [...required(parseExpression(source).ast)];
}

function required(node: ExpressionNode): ReadonlySet<string> {
  switch (node.op) {
    case '&&':
      return new Set([...required(node.args[0]), ...required(node.args[1])]);
    case '||': {
      const right = required(node.args[1]);
      return new Set([...required(node.args[0])].filter((name) => right.has(name)));
    }
    case 'call':
      return node.args[0] === 'has' ? signalsOf(node.args[1]) : strictly(node);
    default:
      return strictly(node);
  }
}

function strictly(node: ExpressionNode): ReadonlySet<string> {
  return new Set(neededPaths(node).flatMap(([root, name]) => (root === 'signals' && name ? [name] : [])));
}

function signalsOf(nodes: readonly ExpressionNode[]): ReadonlySet<string> {
  return new Set(
    nodes.flatMap((node) => {
      const [root, name] = pathOf(node) ?? [];
      return root === 'signals' && name !== undefined ? [name] : [];
    }),
  );
}

import { childrenOf } from './children';
import type { ExpressionNode } from './parsed';
import { pathOf, type Path } from './path';

const lazy = new Set<string>(['&&', '||', '?:']);
const macros = new Set(['has', 'all', 'exists', 'exists_one', 'map', 'filter', 'bind']);

/**
 * Paths without which running the node must throw. Looked up first, because throwing costs a
 * hundred times more than a look and most customers lack most signals.
 */
export function neededPaths(node: ExpressionNode): Path[] {
  const path = pathOf(node);
  if (path) return [path];
  if (lazy.has(node.op)) return [];
  if (node.op === 'call' && macros.has(node.args[0])) return [];
  // A macro's argument names a variable of its own; only what it is called on is needed.
  if (node.op === 'rcall' && macros.has(node.args[0])) return neededPaths(node.args[1]);
  return childrenOf(node).flatMap(neededPaths);
}

import { dimensions, type Dimension } from '../words';
import { childrenOf } from './children';
import type { Expression } from './expression';
import { parseExpression, type ExpressionNode } from './parsed';
import { pathOf } from './path';

/** What an expression looks at. */
export interface Reads {
  readonly signals: readonly string[];
  readonly scores: readonly Dimension[];
}

/** The signals and scores an expression names, also those it only asks the presence of. */
export function readsOf(source: Expression): Reads {
  const signals = new Set<string>();
  const scores = new Set<Dimension>();
  const walk = (node: ExpressionNode): void => {
    const [root, key] = pathOf(node) ?? [];
    const dimension = dimensions.find((known) => known === key);
    if (root === 'signals' && key !== undefined) signals.add(key);
    if (root === 'scores' && dimension) scores.add(dimension);
    childrenOf(node).forEach(walk);
  };
  walk(parseExpression(source).ast);
  return { signals: [...signals], scores: [...scores] };
}

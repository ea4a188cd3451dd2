import { dimensions, type Dimension } from '../words';
import { childrenOf } from './children';
import type { Expression } from './expression';
import { parseExpression, type ExpressionNode } from './parsed';
import { pathOf } from './path';

/** What an expression looks at. */
export interface Reads {
  readonly signals: readonly string[];
  readonly scores: readonly Dimension[];
  /** Ids asked for as `'id' in segments`. */
  readonly segments: readonly string[];
}

/** The signals, scores and segments an expression names, also those it only asks the presence of. */
export function readsOf(source: Expression): Reads {
  const signals = new Set<string>();
  const scores = new Set<Dimension>();
  const segments = new Set<string>();
  const walk = (node: ExpressionNode): void => {
    const [root, key] = pathOf(node) ?? [];
    const dimension = dimensions.find((known) => known === key);
    if (root === 'signals' && key !== undefined) signals.add(key);
    if (root === 'scores' && dimension) scores.add(dimension);
    const segment = segmentAskedBy(node);
    if (segment !== undefined) segments.add(segment);
    childrenOf(node).forEach(walk);
  };
  walk(parseExpression(source).ast);
  return { signals: [...signals], scores: [...scores], segments: [...segments] };
}

function segmentAskedBy(node: ExpressionNode): string | undefined {
  if (node.op !== 'in' || pathOf(node.args[1])?.join('.') !== 'segments') return undefined;
  const [asked] = node.args;
  return asked.op === 'value' && typeof asked.args === 'string' ? asked.args : undefined;
}

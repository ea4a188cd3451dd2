import type { ExpressionNode } from '../../expressions/parsed';
import { parseExpression } from '../../expressions/parsed';
import type { ScoreDefinition } from '../../scoring/score';
import { dimensions } from '../../words';

/** By dimension, in each the most specific definition first; of equally specific ones the one written first. */
export function inOrderOfUse(scores: readonly ScoreDefinition[]): ScoreDefinition[] {
  return [...scores].sort(
    (one, other) =>
      dimensions.indexOf(one.dimension) - dimensions.indexOf(other.dimension) ||
      specificity(other) - specificity(one),
  );
}

/** How many conditions must hold together: a definition for everybody has none. */
function specificity({ cohort }: ScoreDefinition): number {
  if (!cohort) return 0;
  try {
    return conjuncts(parseExpression(cohort.when).ast);
  } catch {
    // Not CEL: reported where the cohort is checked.
    return 1;
  }
}

function conjuncts(node: ExpressionNode): number {
  return node.op === '&&' ? conjuncts(node.args[0]) + conjuncts(node.args[1]) : 1;
}

import { childrenOf } from '../../expressions/children';
import type { ExpressionNode } from '../../expressions/parsed';
import { pathOf } from '../../expressions/path';
import { tiers } from '../../words';
import type { Names } from '../names';
import { didYouMean } from '../nearest';
import type { ExpressionProblem } from './walk-names';

/** Texts compared with something that has only few words: tiers, segment ids, event names. A wrong one would be false for ever. */
export function wordProblems(node: ExpressionNode, names: Names): ExpressionProblem[] {
  return [...here(node, names), ...childrenOf(node).flatMap((child) => wordProblems(child, names))];
}

function here(node: ExpressionNode, names: Names): ExpressionProblem[] {
  if (node.op === 'in') {
    const [left, right] = node.args;
    if (pathOf(right)?.join('.') === 'segments')
      return names.open.has('segment') ? [] : unlessKnown(left, 'segment', names.segments);
    const words = wordsOf(left, names);
    return words && right.op === 'list' ? right.args.flatMap((item) => unlessKnown(item, ...words)) : [];
  }
  if (node.op !== '==' && node.op !== '!=') return [];
  const [left, right] = node.args;
  const words = wordsOf(left, names);
  if (words) return unlessKnown(right, ...words);
  const mirrored = wordsOf(right, names);
  return mirrored ? unlessKnown(left, ...mirrored) : [];
}

function wordsOf(node: ExpressionNode, names: Names): [string, Iterable<string>] | undefined {
  const path = pathOf(node);
  if (!path) return undefined;
  const [root, last] = [path[0], path.at(-1)];
  if (['scores', 'value', 'step'].includes(root ?? '') && last === 'tier') return ['tier', tiers];
  if (root === 'treatment' && last === 'startTier') return ['tier', tiers];
  if (root === 'treatment' && last === 'arm') return ['arm', ['treatment', 'holdout']];
  if (root === 'event' && last === 'name' && !names.open.has('signal'))
    return ['signal', Object.keys(names.signals)];
  return undefined;
}

function unlessKnown(node: ExpressionNode, what: string, valid: Iterable<string>): ExpressionProblem[] {
  if (node.op !== 'value' || typeof node.args !== 'string') return [];
  const known = [...valid];
  // A step that has no tier has an empty one.
  if (node.args === '' || known.includes(node.args)) return [];
  return [
    {
      message: `there is no ${what} "${node.args}"`,
      hint: didYouMean(node.args, known),
      offset: node.range.start,
    },
  ];
}

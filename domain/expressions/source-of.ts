// Its modules need each other in a circle that can only be entered here: whoever loads a part of it first finds it half made.
import '@marcbachmann/cel-js';
import type { ASTNode } from '@marcbachmann/cel-js';
import { serialize } from '@marcbachmann/cel-js/serialize';

type BinaryNode = Extract<ASTNode, { args: [ASTNode, ASTNode] }>;

/** How tightly operators bind; what is not here needs no parentheses. */
const strengths: Readonly<Record<string, number>> = {
  '?:': 1,
  '||': 2,
  '&&': 3,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  in: 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
  '-_': 7,
  '!_': 7,
};
const tightest = 8;

/**
 * CEL text of one node; never a slice of the source, because a node's range leaves out its parentheses. The library
 * writes constants; operators are written here, since it leaves out the parentheses of `a - (b + c)`.
 */
export function sourceOf(node: ASTNode): string {
  switch (node.op) {
    case 'value':
    case 'id':
      return typeof node.args === 'number' ? numberText(node.args) : serialize(node);
    case '!_':
      return `!${operand(node.args, tightest)}`;
    case '-_':
      return `-${operand(node.args, tightest)}`;
    case '?:':
      return `${operand(node.args[0], 2)} ? ${operand(node.args[1], 2)} : ${sourceOf(node.args[2])}`;
    case '.':
    case '.?':
      return `${operand(node.args[0], tightest)}${node.op}${node.args[1]}`;
    case '[]':
      return `${operand(node.args[0], tightest)}[${sourceOf(node.args[1])}]`;
    case '[?]':
      return `${operand(node.args[0], tightest)}[?${sourceOf(node.args[1])}]`;
    case 'call':
      return `${node.args[0]}(${listOf(node.args[1])})`;
    case 'rcall':
      return `${operand(node.args[1], tightest)}.${node.args[0]}(${listOf(node.args[2])})`;
    case 'list':
      return `[${listOf(node.args)}]`;
    case 'map':
      return `{${node.args.map(([key, value]) => `${sourceOf(key)}: ${sourceOf(value)}`).join(', ')}}`;
    default:
      return binary(node);
  }
}

/** Operators of one strength are read from the left: what stands right of one keeps its parentheses. */
function binary({ op, args: [left, right] }: BinaryNode): string {
  const strength = strengths[op] ?? tightest;
  return `${operand(left, strength)} ${op} ${operand(right, strength + 1)}`;
}

function operand(node: ASTNode, atLeast: number): string {
  const text = sourceOf(node);
  return (strengths[node.op] ?? tightest) < atLeast ? `(${text})` : text;
}

function listOf(nodes: readonly ASTNode[]): string {
  return nodes.map(sourceOf).join(', ');
}

/** A number with its point, by which CEL tells it from a whole one; the library cuts it after nine digits. */
function numberText(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

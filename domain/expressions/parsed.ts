import { parse, type ASTNode } from '@marcbachmann/cel-js';
import { serialize } from '@marcbachmann/cel-js/serialize';

/** A node of an expression's syntax tree. */
export type ExpressionNode = ASTNode;

/** An expression that can be walked and run; running throws where a key is missing. */
export interface ParsedExpression {
  readonly ast: ExpressionNode;
  run(scope: object): unknown;
}

/** Parses CEL without type check: books were checked when they were loaded. Throws the library's ParseError. */
export function parseExpression(source: string): ParsedExpression {
  const parsed = parse(source);
  return { ast: parsed.ast, run: (scope) => parsed(scope) as unknown };
}

/** CEL text of one node; never a slice of the source, because a node's range leaves out its parentheses. */
export function sourceOf(node: ExpressionNode): string {
  return serialize(node);
}

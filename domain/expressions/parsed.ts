import { parse, type ASTNode } from '@marcbachmann/cel-js';

/** A node of an expression's syntax tree. */
export type ExpressionNode = ASTNode;

/** An expression that can be walked and run; running throws where a key is missing. */
export interface ParsedExpression {
  readonly ast: ExpressionNode;
  run(scope: object): unknown;
}

const known = new Map<string, ParsedExpression>();

/** Parses CEL without type check: books were checked when they were loaded. Cached by source, since a condition is run and told. Throws the library's ParseError. */
export function parseExpression(source: string): ParsedExpression {
  const before = known.get(source);
  if (before) return before;
  const parsed = parse(source);
  const expression: ParsedExpression = { ast: parsed.ast, run: (scope) => parsed(scope) as unknown };
  known.set(source, expression);
  return expression;
}

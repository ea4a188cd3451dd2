import type { Expression } from './expression';
import { neededPaths } from './needs';
import { parseExpression } from './parsed';
import { readerOf } from './path';

/** A compiled text over the facts; undefined where a key is missing. */
export type TextOf = (scope: object) => string | undefined;

const compiled = new Map<Expression, TextOf>();

/** A text of the book as a function, cached by its source. */
export function compileText(source: Expression): TextOf {
  const known = compiled.get(source);
  if (known) return known;
  const parsed = parseExpression(source);
  const needs = neededPaths(parsed.ast).map(readerOf);
  const text: TextOf = (scope) => {
    for (const read of needs) if (read(scope) === undefined) return undefined;
    try {
      const value = parsed.run(scope);
      return typeof value === 'string' ? value : undefined;
    } catch {
      // A key was missing behind a lazy operator: there is no text.
      return undefined;
    }
  };
  compiled.set(source, text);
  return text;
}

import type { Expression } from './expression';
import { neededPaths } from './needs';
import { parseExpression } from './parsed';
import { readerOf } from './path';

/** A compiled number over the facts; undefined where a key is missing. */
export type NumberOf = (scope: object) => number | undefined;

const compiled = new Map<Expression, NumberOf>();

/** A number of the book as a function, cached by its source. Never gives a BigInt, NaN or infinity. */
export function compileNumber(source: Expression): NumberOf {
  const known = compiled.get(source);
  if (known) return known;
  const parsed = parseExpression(source);
  const needs = neededPaths(parsed.ast).map(readerOf);
  const number: NumberOf = (scope) => {
    for (const read of needs) if (read(scope) === undefined) return undefined;
    try {
      return plainNumber(parsed.run(scope));
    } catch {
      // A key was missing behind a lazy operator: there is no number.
      return undefined;
    }
  };
  compiled.set(source, number);
  return number;
}

function plainNumber(value: unknown): number | undefined {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

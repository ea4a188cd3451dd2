import { compileArithmetic } from './arithmetic';
import type { Expression } from './expression';
import { neededPaths } from './needs';
import { parseExpression, type ParsedExpression } from './parsed';
import { readerOf } from './path';

/** A compiled number over the facts; undefined where a key is missing. */
export type NumberOf = (scope: object) => number | undefined;

const compiled = new Map<Expression, NumberOf>();

/** A number of the book as a function, cached by its source. Never gives a BigInt, NaN or infinity. */
export function compileNumber(source: Expression): NumberOf {
  const known = compiled.get(source);
  if (known) return known;
  const parsed = parseExpression(source);
  const plain = compileArithmetic(parsed.ast);
  const number: NumberOf = plain ? (scope) => plainNumber(plain(scope)) : byLibrary(parsed);
  compiled.set(source, number);
  return number;
}

// Any other shape is run by the library.
function byLibrary(parsed: ParsedExpression): NumberOf {
  const needs = neededPaths(parsed.ast).map(readerOf);
  return (scope) => {
    for (const read of needs) if (read(scope) === undefined) return undefined;
    try {
      return plainNumber(parsed.run(scope));
    } catch {
      // A key was missing behind a lazy operator: there is no number.
      return undefined;
    }
  };
}

function plainNumber(value: unknown): number | undefined {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

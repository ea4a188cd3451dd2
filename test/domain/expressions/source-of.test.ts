import fc from 'fast-check';
import { parseExpression } from '../../../domain/expressions/parsed';
import { sourceOf } from '../../../domain/expressions/source-of';

const again = (source: string) => sourceOf(parseExpression(source).ast);

describe('the text of an expression', () => {
  test.each([
    ['a - (b + c) > 1.0', 'a - (b + c) > 1.0'],
    ['(a - b) - c > 1.0', 'a - b - c > 1.0'],
    ['a / (b / c)', 'a / (b / c)'],
    ['a == (b == c)', 'a == (b == c)'],
    ['!(a && b) || (c || d)', '!(a && b) || (c || d)'],
    ['-(a + 0.0000000001)', '-(a + 1e-10)'],
    ['(a ? b : c) ? d : (a ? e : f)', '(a ? b : c) ? d : a ? e : f'],
    ['size(l.filter(i, i - (b - c) > 2.0)) > 1', 'size(l.filter(i, i - (b - c) > 2.0)) > 1'],
    [
      "has(s.a) && s['b c'] in [1, 2u] && {'x': [a]}.x[0] == -1.5",
      'has(s.a) && s["b c"] in [1, 2u] && {"x": [a]}.x[0] == -1.5',
    ],
  ])('%s is written as %s', (source, text) => {
    expect(again(source)).toBe(text);
    expect(again(text)).toBe(text);
  });

  test('means the same as the expression it was made from', () => {
    const { amount } = fc.letrec<{ amount: string }>((tie) => ({
      amount: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('s.a', 's.b', '2.0', '-0.5', '3.0'),
        tie('amount').map((inner) => `-(${inner})`),
        fc
          .tuple(tie('amount'), fc.constantFrom('+', '-', '*', '/'), tie('amount'))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
        fc
          .tuple(tie('amount'), tie('amount'), tie('amount'))
          .map(([a, b, c]) => `(${a} > ${b} ? ${c} : ${a})`),
      ),
    }));
    fc.assert(
      fc.property(amount, (source) => {
        const scope = { s: { a: 7, b: -1.25 } };
        expect(parseExpression(again(source)).run(scope)).toEqual(parseExpression(source).run(scope));
      }),
      { numRuns: 2_000 },
    );
  });
});

import fc from 'fast-check';
import { compileCondition, compileReading } from '../../../domain/expressions/condition';
import { compileNumber } from '../../../domain/expressions/number';
import { parseExpression } from '../../../domain/expressions/parsed';

const scope = {
  signals: { usage: -0.35, plan: 'pro', left: true },
  scores: { churn: { points: 45, tier: 'high' } },
  segments: ['a', 'b'],
};
/** As an evaluation writes it: what is not known has its key all the same. */
const withUnsaid = { ...scope, signals: { ...scope.signals, missing: undefined } };

describe('conditions', () => {
  test.each([
    ["scores.churn.tier == 'high'", true],
    ['signals.usage <= -0.3 && signals.left', true],
    ["signals['plan'] == 'pro'", true],
    ['signals.missing > 1.0', false],
    ['!(signals.missing > 1.0)', false],
    ['signals.missing > 1.0 || signals.left', true],
    ['has(signals.missing)', false],
    ['!has(signals.missing)', true],
    ['(has(signals.missing) ? 1.0 : 2.0) > 1.5', true],
    ['[1.0].exists(one, has(signals.missing))', false],
    ["'a' in segments", true],
    ["!('c' in segments)", true],
    ["segments.exists(s, s == 'b')", true],
    ["signals.plan.startsWith('p')", true],
    ["(signals.left ? 'x' : 'y') == 'x'", true],
    ['signals.usage + 1.0 > 0.6', true],
    ['signals.plan > 1.0', false],
    ['signals.constructor == 1.0', false],
    ["has(step.save) && step.save.outcome == 'approved'", false],
    ['size(segments) == 2', true],
    ['true', true],
  ])('%s is %s', (source, expected) => {
    expect(compileCondition(source)(scope)).toBe(expected);
    expect(compileCondition(source)(withUnsaid)).toBe(expected);
  });

  test('a source is compiled once', () => {
    expect(compileCondition('signals.usage < 0.0')).toBe(compileCondition('signals.usage < 0.0'));
  });

  test('agree with the library, whose errors count as false, whatever the expression and the facts', () => {
    const value = fc.oneof(fc.constantFrom(0, 1, -0.5, 2.5), fc.constantFrom('x', 'y', ''), fc.boolean());
    const literal = fc.constantFrom('0.0', '1.0', '-0.5', '2.5', "'x'", "'y'", 'true', 'false');
    const path = fc.constantFrom('s.a', 's.b', 's.c', "s['a']");
    const order = fc.constantFrom('<', '<=', '>', '>=', '==', '!=');
    const { amount } = fc.letrec<{ amount: string }>((tie) => ({
      amount: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom('0.0', '1.0', '-0.5', '2.5'),
        path,
        fc
          .tuple(tie('amount'), fc.constantFrom('+', '-', '*', '/'), tie('amount'))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
      ),
    }));
    const { condition } = fc.letrec<{ condition: string }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 4 },
        fc.tuple(path, order, literal).map((parts) => parts.join(' ')),
        fc.tuple(literal, order, path).map((parts) => parts.join(' ')),
        fc.tuple(amount, order, amount).map((parts) => parts.join(' ')),
        path,
        path.map((p) => (p.includes('[') ? 'true' : `has(${p})`)),
        fc.constantFrom("'x' in l", "!('y' in l)", "l.exists(i, i == 'x')"),
        fc
          .tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition'))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
        tie('condition').map((inner) => `!(${inner})`),
        fc
          .tuple(tie('condition'), tie('condition'), tie('condition'))
          .map(([a, b, c]) => `((${a}) ? (${b}) : (${c}))`),
      ),
    }));
    const facts = fc.record({
      s: fc.record({ a: value, b: value, c: value }, { requiredKeys: [] }),
      l: fc.array(fc.constantFrom('x', 'y')),
    });
    fc.assert(
      fc.property(condition, facts, (source, given) => {
        expect(compileCondition(source)(given)).toBe(byLibrary(source, given));
        expect(compileReading(source)(given) === true).toBe(byLibrary(source, given));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('numbers', () => {
  test.each([
    ['size(segments)', 2],
    ['scores.churn.points * 2.0', 90],
    ['signals.missing + 1.0', undefined],
    ['has(signals.missing) ? signals.missing : 7.0', 7],
    ['signals.plan', undefined],
    ['1.0 / 0.0', undefined],
  ])('%s is %s', (source, expected) => {
    expect(compileNumber(source)(scope)).toBe(expected);
    expect(compileNumber(source)(withUnsaid)).toBe(expected);
  });

  test('agree with the library, whose errors and other types count as none, whatever the expression and the facts', () => {
    const value = fc.oneof(fc.constantFrom(0, 1, -0.5, 2.5), fc.constantFrom('x', ''), fc.boolean());
    const path = fc.constantFrom('s.a', 's.b', 's.c', "s['a']", 's.toString');
    const { number } = fc.letrec<{ number: string }>((tie) => ({
      number: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('0.0', '1.0', '-0.5', '2.5', '1', "'x'", 'true', 'size(l)'),
        path,
        fc
          .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/'), tie('number'))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
        fc
          .tuple(
            fc.constantFrom('has(s.a)', 's.b', 's.c > 0.0', '!has(s.c) && s.a', "'x' in l"),
            tie('number'),
            tie('number'),
          )
          .map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      ),
    }));
    const facts = fc.record({
      s: fc.record({ a: value, b: value, c: value }, { requiredKeys: [] }),
      l: fc.array(fc.constantFrom('x', 'y')),
    });
    fc.assert(
      fc.property(number, facts, (source, given) => {
        expect(compileNumber(source)(given)).toBe(numberByLibrary(source, given));
      }),
      { numRuns: 3_000 },
    );
  });
});

function byLibrary(source: string, facts: object): boolean {
  try {
    return parseExpression(source).run(facts) === true;
  } catch {
    return false;
  }
}

function numberByLibrary(source: string, facts: object): number | undefined {
  try {
    const found = parseExpression(source).run(facts);
    const number = typeof found === 'bigint' ? Number(found) : found;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  } catch {
    return undefined;
  }
}

const cases: readonly (readonly [source: string, required: readonly string[]])[] = [
  ['signals.a < 1.0', ['a']],
  ['signals.a && signals.b', ['a', 'b']],
  ['signals.a || signals.b', []],
  ['(signals.a || signals.b) && signals.c > 0.0', ['c']],
  ['(signals.a && signals.b) || (signals.a && signals.c)', ['a']],
  ['!(signals.a && signals.b)', []],
  ['!signals.a', ['a']],
  ['has(signals.a) && !(signals.b >= 1.0)', ['a', 'b']],
  ['!has(signals.a)', []],
  ['signals.a ? signals.b : signals.c', []],
  ['invoices.open > 0.0', []],
];

describe('a condition', () => {
  test.each(cases)('such as %s is never true without the signals it requires', (source, required) => {
    const values = [undefined, true, false, 0, 2];
    for (const missing of required) {
      for (const a of values) {
        for (const b of values) {
          for (const c of values) {
            const signals = Object.fromEntries(
              Object.entries({ a, b, c }).filter(([name, value]) => name !== missing && value !== undefined),
            );
            expect(compileCondition(source)({ signals, invoices: { open: 0 } })).toBe(false);
          }
        }
      }
    }
  });
});

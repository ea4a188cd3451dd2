import { compileCondition } from '../../../domain/expressions/condition';
import { requiredSignals } from '../../../domain/expressions/required-signals';

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

describe('the signals an expression requires', () => {
  it.each(cases)('of %s', (source, required) => {
    expect([...requiredSignals(source)].sort()).toEqual(required);
  });

  it.each(cases)('are such that %s is never true without them', (source, required) => {
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

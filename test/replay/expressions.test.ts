import { compileCondition } from '../../domain/expressions/condition';
import { compileNumber } from '../../domain/expressions/number';
import corpus from './expression-corpus.json';

// What an expression says is part of a history: a running treatment that branches otherwise after an update cannot be replayed.
describe('the expressions of running treatments', () => {
  it.each(corpus.entries.map((entry) => [entry.expression, entry] as const))(
    '%s still says the same',
    (_, entry) => {
      const compiled =
        entry.kind === 'condition' ? compileCondition(entry.expression) : compileNumber(entry.expression);
      expect(compiled(corpus.scope) ?? null).toBe(entry.result);
    },
  );
});

import { evaluate } from '../../../domain/evaluate';
import { compiledBook, rawSignal, scoreDefinition, scoreRule } from '../../support/book-builder';
import { evaluationInput, fact } from '../../support/evaluated-customer';

const signals = [rawSignal('usage'), rawSignal('renewal_in_days')];
const rules = (points: number) => [scoreRule('drop', 'signals.usage < 0.0', { points })];
const cohort = (id: string, when: string) => ({ id, title: `Those of ${id}`, when });
// As the compiler orders them: the most specific first.
const book = compiledBook({
  signals,
  scores: [
    scoreDefinition({
      id: 'churn-late-enterprise',
      rules: rules(30),
      cohort: cohort('lateEnterprise', "customer.plan == 'enterprise' && signals.renewal_in_days < 60.0"),
    }),
    scoreDefinition({
      id: 'churn-enterprise',
      rules: rules(25),
      cohort: cohort('enterprise', "customer.plan == 'enterprise'"),
    }),
    scoreDefinition({ id: 'churn', rules: rules(20) }),
  ],
});
const at = '2026-03-02T09:00:00.000Z';
const churnOf = (plan: string, ...more: ReturnType<typeof fact>[]) =>
  evaluate(evaluationInput(book, { attributes: { plan }, signals: [fact('usage', -1, at), ...more] })).scores;

describe('a score of a cohort', () => {
  it('is given by the most specific definition that matches, which the answer names', () => {
    expect(churnOf('enterprise', fact('renewal_in_days', 30, at))).toMatchObject([
      {
        points: 30,
        definition: 'churn-late-enterprise',
        model: 'test/churn-late-enterprise',
        cohort: { id: 'lateEnterprise', title: 'Those of lateEnterprise' },
      },
    ]);
    expect(churnOf('enterprise')).toMatchObject([{ points: 25, cohort: { id: 'enterprise' } }]);
  });

  it('is the one for everybody where no cohort matches, and names none', () => {
    const [score] = churnOf('selfServe', fact('renewal_in_days', 30, at));
    expect(score).toMatchObject({ points: 20, definition: 'churn' });
    expect(score?.cohort).toBeUndefined();
  });
});

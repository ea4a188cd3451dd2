import { evaluate } from '../../../domain/evaluate';
import { compiledBook } from '../../support/book-builder';
import { evaluationInput } from '../../support/evaluated-customer';

const book = compiledBook();
const tier = (attributes: Record<string, number | boolean>, highFrom = 0, mediumFrom = 0) =>
  evaluate(evaluationInput(book, { attributes, valueCuts: { highFrom, mediumFrom } })).facts.value;

describe('value', () => {
  it('is the amount of the policy, cut at its floors until the base says otherwise', () => {
    expect(tier({ annualRevenue: 50_000 })).toEqual({ amount: 50_000, tier: 'high' });
    expect(tier({ annualRevenue: 5_000 })).toEqual({ amount: 5_000, tier: 'medium' });
    expect(tier({ annualRevenue: 4_999 })).toEqual({ amount: 4_999, tier: 'low' });
  });

  it('is cut at the percentiles of the base where these are above the floors', () => {
    expect(tier({ annualRevenue: 60_000 }, 80_000, 70_000).tier).toBe('low');
    expect(tier({ annualRevenue: 60_000 }, 20_000, 1_000).tier).toBe('high');
  });

  it('of a strategic customer is high', () => {
    expect(tier({ annualRevenue: 10, strategic: true }).tier).toBe('high');
  });

  it('of a customer without figures is low', () => {
    expect(tier({})).toEqual({ amount: 0, tier: 'low' });
  });
});

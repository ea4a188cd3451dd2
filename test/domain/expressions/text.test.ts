import { compileText } from '../../../domain/expressions/text';

describe('a text of the book', () => {
  it.each([
    ["customer.plan + ', ' + value.tier", 'basic, low'],
    ["has(customer.region) ? customer.region : 'nowhere'", 'nowhere'],
    ['customer.region', undefined],
    ["customer.plan + ', ' + customer.region", undefined],
    ["true ? customer.region : 'nowhere'", undefined],
    ['value.amount', undefined],
  ])('%s gives %s', (source, expected) => {
    const scope = { customer: { plan: 'basic' }, value: { tier: 'low', amount: 3 } };
    expect(compileText(source)(scope)).toBe(expected);
  });
});

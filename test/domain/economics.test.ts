import fc from 'fast-check';
import { economicsOf, probabilityAt, type Economics } from '../../domain/economics';
import { compileNumber } from '../../domain/expressions/number';

const line = [
  { points: 10, probability: 0.1 },
  { points: 50, probability: 0.5 },
  { points: 100, probability: 0.6 },
];

const economics = (fields: Partial<Economics> = {}): Economics => ({
  churnProbability: line,
  saveRate: 0.25,
  offerCost: compileNumber('value.amount * 0.01'),
  effortCost: compileNumber('40.0'),
  ...fields,
});

const customer = (points: number, amount = 10_000) => ({
  value: { amount, tier: 'medium' },
  scores: { churn: { points } },
});

describe('the economics of keeping a customer', () => {
  it('weighs probability × value × save rate against the offer and the people', () => {
    expect(economicsOf(economics(), customer(50))).toEqual({
      churnProbability: 0.5,
      atRisk: 5_000,
      expectedSaving: 1_250,
      offerCost: 100,
      effortCost: 40,
      cost: 140,
      net: 1_110,
    });
  });

  it('says that a small customer costs more than the attempt keeps', () => {
    expect(economicsOf(economics(), customer(50, 200))?.net).toBeLessThan(0);
  });

  it('weighs nothing where churn is not scored', () => {
    expect(economicsOf(economics(), { value: { amount: 1 }, scores: {} })).toBeUndefined();
  });

  it('counts a cost that cannot be computed as none', () => {
    const unknown = economics({ offerCost: compileNumber('customer.discount') });
    expect(economicsOf(unknown, customer(50))).toMatchObject({ offerCost: 0, cost: 40 });
  });

  it.each([
    [0, 0.1],
    [10, 0.1],
    [30, 0.3],
    [50, 0.5],
    [75, 0.55],
    [100, 0.6],
  ])('puts %s points at a chance of %s', (points, probability) => {
    expect(probabilityAt(line, points)).toBeCloseTo(probability, 10);
  });

  it('gives one known point to everybody', () => {
    expect(probabilityAt([{ points: 40, probability: 0.2 }], 90)).toBe(0.2);
  });

  it('never gives more points a smaller chance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        expect(probabilityAt(line, less)).toBeLessThanOrEqual(probabilityAt(line, more));
      }),
    );
  });
});

import { evaluate } from '../../../domain/evaluate';
import { compiledBook, rawSignal, scoreDefinition, scoreRule } from '../../support/book-builder';
import { evaluateAt, evaluationInput, fact } from '../../support/evaluated-customer';

const signals = [
  rawSignal('usage'),
  rawSignal('adoption'),
  rawSignal('tickets', { source: 'support', maximumAgeMs: 86_400_000 }),
];
const bookOf = (...rules: ReturnType<typeof scoreRule>[]) =>
  compiledBook({ signals, scores: [scoreDefinition({ rules })] });
const scoreOf = (book: ReturnType<typeof bookOf>, ...facts: ReturnType<typeof fact>[]) =>
  evaluate(evaluationInput(book, { signals: facts })).scores[0]!;
const yesterday = '2026-03-01T13:00:00.000Z';

describe('a score', () => {
  const strong = scoreRule('both', 'signals.usage > 0.0 || signals.tickets > 0.0', {
    points: 60,
    sources: ['product_usage', 'support'],
  });

  it('rests only on the sources of signals that are there', () => {
    expect(scoreOf(bookOf(strong), fact('usage', 1, yesterday))).toMatchObject({
      points: 60,
      tier: 'medium',
      capped: 'single source',
      sources: ['product_usage'],
    });
    expect(scoreOf(bookOf(strong), fact('usage', 1, yesterday), fact('tickets', 1, yesterday))).toMatchObject(
      {
        tier: 'high',
        sources: ['product_usage', 'support'],
      },
    );
  });

  it('counts two signals of one source once', () => {
    const usage = scoreRule('usage', 'signals.usage > 0.0', { points: 30 });
    const adoption = scoreRule('adoption', 'signals.adoption > 0.0', { points: 30 });
    const score = scoreOf(
      bookOf(usage, adoption),
      fact('usage', 1, yesterday),
      fact('adoption', 1, yesterday),
    );
    expect(score).toMatchObject({ points: 60, tier: 'medium', capped: 'single source' });
  });

  it('stays within 0 and 100', () => {
    const much = scoreRule('much', 'signals.usage > 0.0', { points: 400 });
    const less = scoreRule('less', 'signals.usage > 0.0', { points: -20 });
    expect(scoreOf(bookOf(much), fact('usage', 1, yesterday)).points).toBe(100);
    expect(scoreOf(bookOf(less), fact('usage', 1, yesterday)).points).toBe(0);
  });

  it('keeps the points it had reached while a cap hid them', () => {
    const high = scoreRule('high', 'signals.usage > 5.0', { points: 50 });
    const middle = scoreRule('middle', 'signals.usage <= 5.0', { points: 40 });
    const facts = [
      fact('usage', 9, '2026-03-01T00:00:00.000Z'),
      fact('usage', 1, '2026-03-02T00:00:00.000Z'),
    ];
    const instants = ['2026-03-01T12:00:00.000Z', '2026-03-02T12:00:00.000Z', '2026-03-02T13:00:00.000Z'];
    const { results } = evaluateAt(instants, evaluationInput(bookOf(high, middle), { signals: facts }));
    expect(results.map(({ scores }) => [scores[0]!.points, scores[0]!.capped])).toEqual([
      [50, 'single source'],
      [40, 'single source'],
      [40, 'single source'],
    ]);
  });
});

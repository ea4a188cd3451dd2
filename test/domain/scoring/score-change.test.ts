import type { Score } from '../../../domain/scoring/score';
import { saysOther } from '../../../domain/scoring/score-change';

const strongFrom = 0.6;
const score = (fields: Partial<Score> = {}): Score => ({
  dimension: 'churn',
  points: 20,
  tier: 'medium',
  reasons: [],
  sources: [],
  confidence: 0.5,
  model: 'book/churn',
  definition: 'churn',
  ...fields,
});
const nothing = score({ points: 0, tier: 'low', confidence: 0 });

describe('a score says something else', () => {
  it.each<[string, Partial<Score>]>([
    ['with other points', { points: 25 }],
    ['in another tier at the same points', { tier: 'low' }],
    ['when its tier is capped', { capped: 'single source' }],
    ['by another definition', { definition: 'churn-renewal' }],
    ['when it can be trusted', { confidence: 0.6 }],
  ])('%s', (_how, fields) => {
    expect(saysOther(score(fields), score(), strongFrom)).toBe(true);
    expect(saysOther(score(), score(fields), strongFrom)).toBe(true);
  });

  it('for the first time as soon as something counts', () => {
    expect(saysOther(score(), undefined, strongFrom)).toBe(true);
    expect(saysOther(nothing, undefined, strongFrom)).toBe(false);
  });

  it('neither with confidence that moves within its band nor with the same under a new book', () => {
    expect(saysOther(score({ confidence: 0.3 }), score(), strongFrom)).toBe(false);
    expect(saysOther(score({ model: 'other/churn' }), score(), strongFrom)).toBe(false);
  });

  it('not where nothing counted and nothing counts, whoever says so and however surely', () => {
    const surely = score({ points: 0, tier: 'low', confidence: 1, definition: 'churn-renewal' });
    expect(saysOther(surely, nothing, strongFrom)).toBe(false);
  });

  it('not because the one before was stored when there was one definition only', () => {
    const { definition, ...before } = score();
    expect(definition).toBe('churn');
    expect(saysOther(score(), before, strongFrom)).toBe(false);
  });
});

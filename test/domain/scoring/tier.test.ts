import { tierOf } from '../../../domain/scoring/tier';

const tiers = { high: { enter: 45, leave: 35 }, medium: { enter: 20, leave: 15 } };

describe('a tier', () => {
  it.each([
    [44, 'low', 'medium'],
    [45, 'low', 'high'],
    [35, 'high', 'high'],
    [34, 'high', 'medium'],
    [35, 'medium', 'medium'],
    [15, 'medium', 'medium'],
    [14, 'medium', 'low'],
    [15, 'high', 'medium'],
    [14, 'high', 'low'],
    [19, 'low', 'low'],
    [20, 'low', 'medium'],
  ] as const)('of %d points after %s is %s', (points, previous, expected) => {
    expect(tierOf(points, tiers, previous)).toBe(expected);
  });
});

import type { Tier } from '../words';
import type { ScoreDefinition } from './score';

/** Cuts points into a tier with hysteresis: a tier once reached is kept until the points fall below its `leave`. */
export function tierOf(points: number, tiers: ScoreDefinition['tiers'], previous: Tier): Tier {
  const { high, medium } = tiers;
  if (points >= (previous === 'high' ? Math.min(high.leave, high.enter) : high.enter)) return 'high';
  if (points >= (previous === 'low' ? medium.enter : Math.min(medium.leave, medium.enter))) return 'medium';
  return 'low';
}

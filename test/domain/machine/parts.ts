import type { FactsSnapshot } from '../../../domain/facts';
import { factsAt } from '../../workflows/support/inputs';
import { startedAt } from './driver';

export { day, end, hour, message, programOf, wait } from '../../workflows/support/inputs';

/** Facts with something changed. */
export function factsOf(change: Partial<FactsSnapshot['facts']>, sequence = 1): FactsSnapshot {
  return factsAt(sequence, startedAt, change);
}

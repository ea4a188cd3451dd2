import type { Policies } from '../policies';
import type { RegistryLevels } from './segment-lines';

/** The levels a workspace declares for its segments. */
export function levelsOf({ contact, serviceLevels, eligibility }: Policies): RegistryLevels {
  return { frequencies: contact.frequencies, serviceLevels, eligibility };
}

import type { GateParts } from '../../../application/gate/gate-parts';
import type { Composition } from '../../../workers/composition';

/** One part of the product replaced by a wrong one, to show that the crash test would see it. */
export interface Mutant {
  readonly gate?: Partial<GateParts>;
  readonly compose?: (composition: Composition) => Composition;
  readonly bundle?: () => Promise<{ readonly code: string }>;
}

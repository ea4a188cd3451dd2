import type { Score } from './scoring/score';
import type { Dimension, SignalSource, Tier } from './words';

/** One boundary crossed. */
export interface Crossing {
  readonly id: string;
  readonly customerKey: string;
  readonly context?: string;
  readonly segment: string;
  readonly direction: 'entered' | 'exited';
  readonly fromTier?: Tier;
  readonly toTier?: Tier;
  readonly scores: Readonly<Partial<Record<Dimension, Pick<Score, 'points' | 'tier' | 'confidence'>>>>;
  readonly reasons: readonly string[];
  readonly sources: readonly SignalSource[];
  readonly bookHash: string;
  /** Position in the customer's order of acceptance. */
  readonly sequence: number;
  /** The sender's own order, where an external crossing told it. */
  readonly sentSequence?: number;
  /** The evaluation's `asOf`, or an external crossing's own time. */
  readonly occurredAt: string;
  readonly breachedAt: string;
  readonly origin: 'evaluated' | 'external';
}

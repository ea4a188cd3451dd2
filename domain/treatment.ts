import type { ClockSettings } from './clock';
import type { PinnedFacts } from './pinned-facts';
import type { Program } from './program';
import type { Arm, Tier } from './words';

/** Everything a treatment is given when it starts; pinned for its whole life. */
export interface TreatmentInput {
  readonly treatmentId: string;
  readonly customerKey: string;
  readonly context?: string;
  readonly arm: Arm;
  readonly program: Program;
  /** ISO instants in the deployment's clock. */
  readonly startedAt: string;
  readonly breachedAt: string;
  /** One sentence: why it started, without personal data. */
  readonly why: string;
  readonly valueTier: Tier;
  readonly riskTier: Tier;
  readonly start: PinnedFacts;
  /** Absent = time passes as it does. */
  readonly clock?: ClockSettings;
  /** Events after which a run continues as a new one; absent = 1,000. */
  readonly continueAfterEvents?: number;
}

/** How a treatment ended. */
export interface TreatmentResult {
  readonly outcome: string;
  readonly reason: string;
}

import type { Expression } from '../expressions/expression';
import type { Dimension, SignalSource, Tier } from '../words';
import type { Scorecard } from './scorecard';

/** One reason that added points. */
export interface ScoreReason {
  readonly code: string;
  readonly text: string;
  /** Of a rule: what it adds. Of a model: by how many points the score would be lower without it; these do not add up. */
  readonly points: number;
  readonly sources: readonly SignalSource[];
  readonly immediate: boolean;
}

/** Whom a definition is for. */
export interface CohortName {
  readonly id: string;
  readonly title: string;
}

/** 0–100 for one dimension at one moment. */
export interface Score {
  readonly dimension: Dimension;
  /** Sum of points; of a model the probability in percent. */
  readonly points: number;
  readonly tier: Tier;
  readonly reasons: readonly ScoreReason[];
  /** Independent sources behind the reasons. */
  readonly sources: readonly SignalSource[];
  /** How far the picture can be trusted, 0–1: see `confidenceOf`. */
  readonly confidence: number;
  /** `<book hash>/<score id>` of the definition that gave it, and `@<version>` of its model if it has one. */
  readonly model: string;
  /** Id of that definition: the most specific of those that match. Absent in a score stored before there were several. */
  readonly definition?: string;
  /** Whom it is for; absent = for everybody whom no other is for. */
  readonly cohort?: CohortName;
  /** Set when fusion capped the tier, e.g. 'single source'. */
  readonly capped?: string;
}

/** What hysteresis remembers of the score before. */
export type EarlierScore = Pick<Score, 'tier' | 'capped'>;

/** One weighted rule of a score. */
export interface ScoreRule {
  readonly code: string;
  readonly text: string;
  readonly when: Expression;
  readonly points: number;
  /** Sources of the signals the rule reads; found by the compiler. */
  readonly sources: readonly SignalSource[];
  /** A reason that crosses without waiting for confirmation. */
  readonly immediate: boolean;
  /** The rule does not count while a treatment of one of these playbooks is open. */
  readonly ignoredWhileOpen: readonly string[];
}

/** A group of customers with a definition of its own. */
export interface ScoreCohort extends CohortName {
  readonly when: Expression;
}

/** How the points of one dimension are made and cut into tiers; for one cohort, or for everybody else. */
export interface ScoreDefinition {
  readonly id: string;
  readonly dimension: Dimension;
  readonly predicts: string;
  readonly cohort?: ScoreCohort;
  /** Empty where a model gives the points. */
  readonly rules: readonly ScoreRule[];
  readonly scorecard?: Scorecard;
  readonly tiers: {
    readonly high: { readonly enter: number; readonly leave: number };
    readonly medium: { readonly enter: number; readonly leave: number };
  };
  /** Independent sources needed for tier high; below it the tier is capped at medium. */
  readonly minimumSources: number;
}

import type { Expression } from '../expressions/expression';
import type { Dimension, SignalSource, Tier } from '../words';

/** One reason that added points. */
export interface ScoreReason {
  readonly code: string;
  readonly text: string;
  readonly points: number;
  readonly sources: readonly SignalSource[];
  readonly immediate: boolean;
}

/** 0–100 for one dimension at one moment. */
export interface Score {
  readonly dimension: Dimension;
  readonly points: number;
  readonly tier: Tier;
  readonly reasons: readonly ScoreReason[];
  /** Independent sources behind the reasons. */
  readonly sources: readonly SignalSource[];
  /** Share of the dimension's known inputs that are fresh, 0–1. */
  readonly confidence: number;
  /** `<book hash>/<score id>` of the definition that gave it. */
  readonly model: string;
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

/** How the points of one dimension are made and cut into tiers. */
export interface ScoreDefinition {
  readonly id: string;
  readonly dimension: Dimension;
  readonly predicts: string;
  readonly rules: readonly ScoreRule[];
  readonly tiers: {
    readonly high: { readonly enter: number; readonly leave: number };
    readonly medium: { readonly enter: number; readonly leave: number };
  };
  /** Independent sources needed for tier high; below it the tier is capped at medium. */
  readonly minimumSources: number;
}

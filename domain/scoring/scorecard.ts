import type { Expression } from '../expressions/expression';
import type { SignalSource } from '../words';

/** One input of a logistic scorecard. */
export interface ScorecardFeature {
  readonly code: string;
  readonly text: string;
  /** A number over the facts. */
  readonly value: Expression;
  /** Log-odds for each unit of the value. */
  readonly weight: number;
  /** Stands in where the value is not known. */
  readonly missing: number;
  /** The value of an ordinary customer: a feature is a reason by how far it lifts the risk above that. */
  readonly reference: number;
  /** Sources of the signals it reads; found by the compiler. */
  readonly sources: readonly SignalSource[];
  /** The value counts as missing while a treatment of one of these playbooks is open. */
  readonly ignoredWhileOpen: readonly string[];
}

/** A logistic model as data: probability = 1 / (1 + exp(-(intercept + Σ weight × value))). */
export interface Scorecard {
  readonly name: string;
  readonly version: string;
  readonly intercept: number;
  readonly features: readonly ScorecardFeature[];
}

import { compileCondition, type Condition } from '../expressions/condition';
import { compileNumber, type NumberOf } from '../expressions/number';
import { readsOf } from '../expressions/reads';
import type { ReadSignal } from '../signals/read-signal';
import { sourceSet, type SourceSet } from '../signals/source-set';
import type { Dimension } from '../words';
import type { ConfidenceInput } from './confidence';
import type { CohortName, ScoreDefinition, ScoreReason, ScoreRule } from './score';
import type { Scorecard, ScorecardFeature } from './scorecard';

/** What a reason rests on. */
export interface Grounds {
  readonly reads: readonly ReadSignal[];
  /** Sources of a reason that reads no signal, e.g. one over invoices. */
  readonly sources: SourceSet;
  readonly ignoredWhileOpen: readonly string[];
}

/** A rule ready to run. */
export interface PreparedRule extends Grounds {
  readonly holds: Condition;
  readonly reason: ScoreReason;
}

/** A feature ready to run. */
export interface PreparedFeature extends Grounds {
  readonly valueOf: NumberOf;
  readonly feature: ScorecardFeature;
}

/** A definition ready to run. */
export interface PreparedScore {
  readonly definition: ScoreDefinition;
  readonly model: string;
  /** Absent = it is for everybody. */
  readonly isFor?: Condition;
  readonly cohort?: CohortName;
  readonly rules: readonly PreparedRule[];
  readonly scorecard?: { readonly intercept: number; readonly features: readonly PreparedFeature[] };
}

/** All definitions of one dimension, the most specific first. */
export interface PreparedDimension {
  readonly dimension: Dimension;
  readonly definitions: readonly PreparedScore[];
  /** Raw signals that feed the dimension. */
  readonly inputs: readonly ConfidenceInput[];
}

type SourcesOf = (signal: string) => SourceSet;

/** Compiles one definition; `sourcesOf` knows the sources of a signal by name. */
export function prepareScore(
  definition: ScoreDefinition,
  bookHash: string,
  sourcesOf: SourcesOf,
): PreparedScore {
  const { id, cohort, scorecard, rules } = definition;
  return {
    definition,
    model: `${bookHash}/${id}${scorecard ? `@${scorecard.version}` : ''}`,
    ...(cohort && {
      isFor: compileCondition(cohort.when),
      cohort: Object.freeze({ id: cohort.id, title: cohort.title }),
    }),
    rules: rules.map((rule) => prepareRule(rule, sourcesOf)),
    ...(scorecard && { scorecard: prepareCard(scorecard, sourcesOf) }),
  };
}

function prepareRule(rule: ScoreRule, sourcesOf: SourcesOf): PreparedRule {
  const { code, text, points, sources, immediate } = rule;
  return {
    holds: compileCondition(rule.when),
    reason: Object.freeze({ code, text, points, sources, immediate }),
    ...groundsOf(rule.when, rule, sourcesOf),
  };
}

function prepareCard({ intercept, features }: Scorecard, sourcesOf: SourcesOf) {
  const prepared = features.map((feature) => ({
    feature,
    valueOf: compileNumber(feature.value),
    ...groundsOf(feature.value, feature, sourcesOf),
  }));
  return { intercept, features: prepared };
}

function groundsOf(
  expression: string,
  { sources, ignoredWhileOpen }: Pick<ScoreRule, 'sources' | 'ignoredWhileOpen'>,
  sourcesOf: SourcesOf,
): Grounds {
  const reads = readsOf(expression).signals.map((name) => ({ name, sources: sourcesOf(name) }));
  return { reads, sources: sourceSet(sources), ignoredWhileOpen };
}

import { compileCondition, type Condition } from '../expressions/condition';
import { readsOf } from '../expressions/reads';
import { requiredSignals } from '../expressions/required-signals';
import type { ReadSignal } from '../signals/read-signal';
import { sourceSet, type SourceSet } from '../signals/source-set';
import type { ScoreDefinition, ScoreReason, ScoreRule } from './score';

/** A rule ready to run. */
export interface PreparedRule {
  readonly holds: Condition;
  /** Signals without which it cannot hold. */
  readonly required: readonly string[];
  readonly reason: ScoreReason;
  readonly ignoredWhileOpen: readonly string[];
  readonly reads: readonly ReadSignal[];
  /** Sources of a rule that reads no signal, e.g. one over invoices. */
  readonly sources: SourceSet;
}

/** A score ready to run. */
export interface PreparedScore {
  readonly definition: ScoreDefinition;
  readonly model: string;
  readonly rules: readonly PreparedRule[];
  /** Raw signals that feed the dimension. */
  readonly inputs: readonly { readonly slot: number; readonly maximumAgeMs: number }[];
}

/** Compiles one rule; `sourcesOf` knows the sources of a signal by name. */
export function prepareRule(rule: ScoreRule, sourcesOf: (signal: string) => SourceSet): PreparedRule {
  const { code, text, points, sources, immediate } = rule;
  return {
    holds: compileCondition(rule.when),
    required: requiredSignals(rule.when),
    reason: Object.freeze({ code, text, points, sources, immediate }),
    ignoredWhileOpen: rule.ignoredWhileOpen,
    reads: readsOf(rule.when).signals.map((name) => ({ name, sources: sourcesOf(name) })),
    sources: sourceSet(sources),
  };
}

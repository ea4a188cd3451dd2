import { compileCondition, type Condition } from '../expressions/condition';
import { readsOf } from '../expressions/reads';
import { sourceSet, type SourceSet } from '../signals/source-set';
import type { ScoreDefinition, ScoreReason, ScoreRule } from './score';

/** A signal a rule reads: it counts as a source only while it is there. */
export interface ReadSignal {
  readonly name: string;
  readonly sources: SourceSet;
}

/** A rule ready to run. */
export interface PreparedRule {
  readonly holds: Condition;
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
    reason: Object.freeze({ code, text, points, sources, immediate }),
    ignoredWhileOpen: rule.ignoredWhileOpen,
    reads: readsOf(rule.when).signals.map((name) => ({ name, sources: sourcesOf(name) })),
    sources: sourceSet(sources),
  };
}

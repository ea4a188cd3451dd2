import { Engine, type Event } from 'json-rules-engine';
import type { CompiledBook } from '../../domain/compiled-book';
import type { EvaluationInput } from '../../domain/evaluation';
import { invoiceFacts } from '../../domain/evaluation/invoice-facts';
import { prepareBook, type PreparedBook } from '../../domain/evaluation/prepared-book';
import { freshSignals } from '../../domain/evaluation/scope';
import type { ScoreDefinition, ScoreReason } from '../../domain/scoring/score';
import type { PreparedScore } from '../../domain/scoring/prepared-score';
import { definitionFor } from '../../domain/scoring/score-dimension';
import { tierOf } from '../../domain/scoring/tier';
import { advance } from '../../domain/segments/advance';
import type { PreparedSegment } from '../../domain/segments/prepared-segment';
import { tabulate } from '../../domain/signals/fact-table';
import { sourceCount } from '../../domain/signals/source-set';
import type { SignalValue, SignalValues } from '../../domain/signals/signal';
import { valueOf } from '../../domain/value';
import type { Dimension, Tier } from '../../domain/words';
import { jsonConditions, present, type CalculatedFacts } from './json-rules-conditions';

type FlatFacts = Record<string, SignalValue>;
interface BaselineScore {
  readonly tier: Tier;
  readonly sources: number;
  readonly immediate: boolean;
}

/** An evaluation whose conditions json-rules-engine decides; everything else is the same code, so only conditions differ. */
export interface BaselineEvaluation {
  /** `<segment> <direction>` of each crossing. */
  readonly crossings: (input: EvaluationInput) => Promise<string[]>;
  readonly conditions: number;
}

/**
 * Builds the engines of a book once: one for the rules of its scores, or more where a cohort has definitions of its
 * own, and one for the criteria of its segments. The customers of the bench have no context, so segments of contexts
 * are left out: ours does not ask them either.
 */
export function jsonRulesEvaluation(book: CompiledBook): BaselineEvaluation {
  const prepared = prepareBook(book);
  const segments = prepared.segments.filter(({ definition }) => definition.per === undefined);
  const calculated: CalculatedFacts = new Map();
  const scoring = scoreEngines(calculated);
  const placing = segmentEngine(segments, calculated);
  const crossings = async (input: EvaluationInput): Promise<string[]> => {
    const asOf = Date.parse(input.asOf);
    const { facts, scope } = gather(prepared, input, asOf, calculated);
    const chosen = prepared.scores.flatMap((dimension) => definitionFor(dimension, scope) ?? []);
    const fired = await scoring(chosen).run(facts);
    const scores = scoresOf(chosen, input, fired.events, scope.signals);
    for (const [dimension, { tier }] of scores) facts[`scores.${dimension}.tier`] = tier;
    const held = await placing.run(facts);
    return place(segments, input, { asOf, scores, holding: new Set(held.events.map(({ type }) => type)) });
  };
  const forEverybody = book.scores.filter(({ cohort }) => cohort === undefined);
  const rules = forEverybody.reduce((sum, { rules: { length } }) => sum + length, 0);
  return { crossings, conditions: rules + 2 * segments.length };
}

function engineOf(): Engine {
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator<SignalValue | undefined, boolean>(
    present,
    (value, wanted) => (value !== undefined) === wanted,
  );
  return engine;
}

function scoreEngines(calculated: CalculatedFacts): (chosen: readonly PreparedScore[]) => Engine {
  const engines = new Map<string, Engine>();
  return (chosen) => {
    const key = chosen.map(({ definition }) => definition.id).join();
    const engine = engines.get(key) ?? scoreEngine(chosen, calculated);
    engines.set(key, engine);
    return engine;
  };
}

function scoreEngine(chosen: readonly PreparedScore[], calculated: CalculatedFacts): Engine {
  const engine = engineOf();
  for (const { definition } of chosen) {
    const { id, rules, scorecard } = definition;
    if (scorecard) throw new Error(`${id} has a model: the baseline has rules only`);
    for (const rule of rules) {
      const conditions = jsonConditions(rule.when, calculated);
      engine.addRule({ conditions, event: { type: id, params: { rule } } });
    }
  }
  return engine;
}

function segmentEngine(segments: readonly PreparedSegment[], calculated: CalculatedFacts): Engine {
  const engine = engineOf();
  for (const { definition, signals } of segments) {
    const { id, entry = 'false', exit, onAbsent } = definition;
    if (definition.minimumSources > 1 && signals.length > 0) {
      throw new Error(
        `${id} counts the sources of signals it reads itself: the baseline counts those of scores`,
      );
    }
    if (exit === undefined) throw new Error(`${id} has no exit criterion: the baseline expects one`);
    engine.addRule({ conditions: jsonConditions(entry, calculated), event: { type: `enter ${id}` } });
    engine.addRule({
      conditions: jsonConditions(exit, calculated, onAbsent === 'leave'),
      event: { type: `leave ${id}` },
    });
  }
  return engine;
}

function gather(prepared: PreparedBook, input: EvaluationInput, asOf: number, calculated: CalculatedFacts) {
  const table = tabulate(prepared.plan, input.signals, asOf);
  const fresh = freshSignals(prepared, table, asOf).values;
  const invoices = invoiceFacts(input.invoices);
  const scope = { signals: fresh, invoices, customer: input.attributes };
  const value = valueOf(prepared.valuation, input.valueCuts, scope);
  const facts: FlatFacts = { 'value.tier': value.tier, 'value.amount': value.amount };
  for (const [name, signal] of Object.entries(fresh))
    if (signal !== undefined) facts[`signals.${name}`] = signal;
  for (const [name, count] of Object.entries(invoices)) facts[`invoices.${name}`] = count as SignalValue;
  for (const [name, amountOf] of calculated) {
    const amount = amountOf(scope);
    if (amount !== undefined) facts[name] = amount;
  }
  return { facts, scope };
}

function scoresOf(
  chosen: readonly PreparedScore[],
  input: EvaluationInput,
  events: readonly Event[],
  fresh: SignalValues,
): ReadonlyMap<Dimension, BaselineScore> {
  return new Map(
    chosen.map(({ definition, rules }) => {
      const reasons = events.flatMap(({ type, params }) =>
        type === definition.id ? [(params as { rule: ScoreReason }).rule] : [],
      );
      let sources = 0;
      for (const { code } of reasons) {
        const rule = rules.find(({ reason }) => reason.code === code);
        if (rule?.reads.length === 0) sources |= rule.sources;
        for (const read of rule?.reads ?? []) if (fresh[read.name] !== undefined) sources |= read.sources;
      }
      return [definition.dimension, { ...cut(definition, input, reasons, sources), sources }] as const;
    }),
  );
}

function cut(
  definition: ScoreDefinition,
  input: EvaluationInput,
  reasons: readonly ScoreReason[],
  sources: number,
) {
  const points = Math.min(
    100,
    Math.max(
      0,
      reasons.reduce((sum, reason) => sum + reason.points, 0),
    ),
  );
  const before = input.previousScores[definition.dimension];
  const reached = tierOf(
    points,
    definition.tiers,
    before?.capped === undefined ? (before?.tier ?? 'low') : 'high',
  );
  const tier: Tier =
    reached === 'high' && sourceCount(sources) < definition.minimumSources ? 'medium' : reached;
  return { tier, immediate: reasons.some(({ immediate }) => immediate) };
}

function place(
  segments: readonly PreparedSegment[],
  input: EvaluationInput,
  found: {
    readonly asOf: number;
    readonly scores: ReadonlyMap<Dimension, BaselineScore>;
    readonly holding: ReadonlySet<string>;
  },
): string[] {
  const memberships = new Map(input.memberships.map((membership) => [membership.segment, membership]));
  const moment = { asOf: input.asOf, asOfMs: found.asOf, zone: input.book.zone };
  return segments.flatMap(({ definition, scores }) => {
    const behind = scores.flatMap((dimension) => found.scores.get(dimension) ?? []);
    const sources = behind.reduce((set, score) => set | score.sources, 0);
    const enough = definition.minimumSources <= 1 || sourceCount(sources) >= definition.minimumSources;
    const entry = enough && found.holding.has(`enter ${definition.id}`);
    const signs = {
      entry,
      exit: found.holding.has(`leave ${definition.id}`),
      immediate: entry && behind.some(({ immediate }) => immediate),
    };
    const { crossed } = advance(definition, memberships.get(definition.id), signs, moment);
    return crossed ? [`${definition.id} ${crossed}`] : [];
  });
}

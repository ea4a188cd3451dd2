import type { EvaluationInput, EvaluationResult } from './evaluation';
import { isoOf } from './iso-instant';
import { invoiceFacts } from './evaluation/invoice-facts';
import { place } from './evaluation/place';
import { prepareBook, type PreparedBook } from './evaluation/prepared-book';
import { freshSignals, type Scope } from './evaluation/scope';
import type { Score } from './scoring/score';
import { scoreDimension, type Scored } from './scoring/score-dimension';
import type { Moment } from './segments/advance';
import { tabulate, type FactTable } from './signals/fact-table';
import { valueOf } from './value';
import type { Dimension } from './words';

const noContext = Object.freeze({ id: '', kind: '' });

/**
 * Signals → value → five scores → memberships → crossings for one customer at one instant.
 * Pure: the same input gives the same result, whatever the order of the signals.
 */
export function evaluate(input: EvaluationInput): EvaluationResult {
  const prepared = prepareBook(input.book);
  const moment = momentOf(input);
  const table = tabulate(prepared.plan, input.signals, moment.asOfMs);
  const fresh = freshSignals(prepared, table, moment.asOfMs);
  const scope: Scope = {
    signals: fresh.values,
    scores: {},
    segments: [],
    value: { amount: 0, tier: 'low' },
    customer: input.attributes,
    context: noContext,
    invoices: invoiceFacts(input.invoices),
  };
  scope.value = valueOf(prepared.valuation, input.valueCuts, scope);
  const { scored, scores } = scoreAll(input, prepared, { table, scope, asOf: moment.asOfMs });
  const evidence = { scope, scored, previousScores: input.previousScores };
  const { memberships, crossings, changesAt } = place(input, prepared, evidence, moment);
  const next = Math.min(fresh.changesAt, changesAt);
  return {
    facts: scope,
    scores,
    memberships,
    crossings,
    ...(next !== Infinity && { nextEvaluationAt: isoOf(next) }),
  };
}

/** All dimensions are scored over the same facts and only then shown: no score reads another. */
function scoreAll(
  input: EvaluationInput,
  prepared: PreparedBook,
  at: { readonly table: FactTable; readonly scope: Scope; readonly asOf: number },
): { readonly scored: Partial<Record<Dimension, Scored>>; readonly scores: readonly Score[] } {
  const { table, scope, asOf } = at;
  const situation = { table, scope, asOf, openTreatments: input.openTreatments };
  const scored: Partial<Record<Dimension, Scored>> = {};
  const scores: Score[] = [];
  for (const definition of prepared.scores) {
    const { dimension } = definition.definition;
    const result = scoreDimension(definition, input.previousScores[dimension], situation);
    scored[dimension] = result;
    scores.push(result.score);
  }
  for (const { dimension, points, tier, confidence } of scores) {
    at.scope.scores[dimension] = { points, tier, confidence };
  }
  return { scored, scores };
}

function momentOf({ asOf, book }: EvaluationInput): Moment {
  const asOfMs = Date.parse(asOf);
  if (Number.isNaN(asOfMs)) throw new RangeError(`asOf "${asOf}" is not an instant: write ISO 8601 UTC`);
  return { asOf, asOfMs, zone: book.zone };
}

import { contextFacts } from './context';
import type { EvaluationInput, EvaluationResult } from './evaluation';
import { economicsOf } from './economics';
import { isoOf, msOf } from './iso-instant';
import { invoiceFacts } from './evaluation/invoice-facts';
import { place } from './evaluation/place';
import { prepareBook } from './evaluation/prepared-book';
import { freshSignals, type Scope } from './evaluation/scope';
import { scoreAll } from './evaluation/score-all';
import { seeContexts, type Sight } from './evaluation/see-contexts';
import type { Facts } from './facts';
import type { Moment } from './segments/advance';
import { tabulate } from './signals/fact-table';
import { valueOf } from './value';

const noContext = Object.freeze(contextFacts(undefined));

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
  const situation = { table, scope, asOf: moment.asOfMs, openTreatments: input.openTreatments };
  const { scored, scores } = scoreAll(prepared.scores, input.previousScores, situation);
  if (prepared.economics) scope.economics = economicsOf(prepared.economics, scope);
  const { previousScores } = input;
  const customer: Sight = { scope, scored, previousScores, changesAt: fresh.changesAt };
  const contexts = seeContexts(input, prepared, customer, moment.asOfMs);
  const { memberships, crossings, changesAt } = place(input, prepared, { customer, contexts }, moment);
  let next = Math.min(fresh.changesAt, changesAt);
  for (const sight of contexts) next = Math.min(next, sight.changesAt);
  return {
    facts: scope,
    contexts: contexts.length > 0 ? factsByContext(contexts) : undefined,
    scores,
    memberships,
    crossings,
    nextEvaluationAt: next === Infinity ? undefined : isoOf(next),
  };
}

function factsByContext(contexts: readonly Sight[]): ReadonlyMap<string, Facts> {
  return new Map(contexts.map(({ context, scope }) => [context ?? '', scope]));
}

function momentOf({ asOf, book }: EvaluationInput): Moment {
  const asOfMs = msOf(asOf);
  if (Number.isNaN(asOfMs)) throw new RangeError(`asOf "${asOf}" is not an instant: write ISO 8601 UTC`);
  return { asOf, asOfMs, zone: book.zone };
}

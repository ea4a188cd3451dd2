import { contextFacts, countsFor, kindOf } from '../context';
import type { EvaluationInput } from '../evaluation';
import type { EarlierScore } from '../scoring/score';
import type { Evidence } from '../segments/judge';
import { tabulate, type FactTable } from '../signals/fact-table';
import type { CustomerSignal } from '../signals/signal';
import type { Dimension } from '../words';
import { invoiceFacts } from './invoice-facts';
import type { PreparedBook } from './prepared-book';
import { scoreAll } from './score-all';
import { freshSignals, type Scope } from './scope';
import { msOf } from '../iso-instant';

/** What is known of a customer, or of it as seen from one context. */
export interface Sight extends Evidence {
  readonly scope: Scope;
  /** Absent = the whole customer. */
  readonly context?: string;
  /** When the first of its facts ages out, in milliseconds. */
  readonly changesAt: number;
}

const none: readonly Sight[] = Object.freeze([]);

/**
 * The customer as seen from each context that something is known or open about, in the order of their names: what is
 * said of the customer in general and of that context, and nothing that is said of another of its kind.
 * A context of which all facts have aged out and about which nothing is open costs nothing.
 */
export function seeContexts(
  input: EvaluationInput,
  prepared: PreparedBook,
  customer: Sight,
  asOf: number,
): readonly Sight[] {
  const contexts = contextsIn(input, prepared, asOf);
  if (contexts === undefined) return none;
  return [...contexts].sort().map((context) => seeOne(input, prepared, { customer, context, asOf }));
}

// Made at the first context only: most customers have none.
function contextsIn(input: EvaluationInput, prepared: PreparedBook, asOf: number): Set<string> | undefined {
  let found: Set<string> | undefined;
  if (prepared.contexts.size > 0) {
    for (const fact of input.signals) {
      const { context } = fact;
      if (context === undefined || found?.has(context) || !prepared.contexts.has(kindOf(context))) continue;
      if (stillMatters(prepared, fact, asOf)) found = withContext(found, context);
    }
  }
  for (const { context } of input.memberships) found = withContext(found, context);
  for (const { context } of input.openTreatments) found = withContext(found, context);
  if (input.about) for (const context of input.about) found = withContext(found, context);
  return found;
}

function withContext(found: Set<string> | undefined, context: string | undefined): Set<string> | undefined {
  return context === undefined ? found : (found ?? new Set<string>()).add(context);
}

function stillMatters({ plan, raw }: PreparedBook, fact: CustomerSignal, asOf: number): boolean {
  const slot = raw[plan.slotOf.get(fact.name) ?? -1];
  if (!slot) return false;
  const age = asOf - msOf(fact.occurredAt);
  return age >= 0 && age <= slot.reachMs;
}

interface From {
  readonly customer: Sight;
  readonly context: string;
  readonly asOf: number;
}

function seeOne(input: EvaluationInput, prepared: PreparedBook, { customer, context, asOf }: From): Sight {
  const kind = prepared.contexts.get(kindOf(context));
  const table = tableFrom(input, prepared, context, asOf);
  const fresh = freshSignals(prepared, table, asOf);
  const scope: Scope = {
    signals: fresh.values,
    scores: { ...customer.scope.scores },
    segments: [],
    value: customer.scope.value,
    customer: customer.scope.customer,
    context: contextFacts(context),
    invoices: invoicesFrom(input, customer.scope, context),
    // What a customer is worth keeping for is the same from everywhere.
    economics: customer.scope.economics,
  };
  if (!kind) return { ...customer, context, scope, changesAt: fresh.changesAt };
  const openTreatments = input.openTreatments.filter((open) => countsFor(context, open.context));
  const before = scoresBefore(input, kind.dimensionOf, context);
  const { scored } = scoreAll(kind.scores, before, { table, scope, asOf, openTreatments });
  const unscored = Object.fromEntries(kind.scores.map(({ dimension }) => [dimension, undefined]));
  return {
    context,
    scope,
    scored: { ...customer.scored, ...scored },
    previousScores: { ...customer.previousScores, ...unscored, ...before },
    changesAt: fresh.changesAt,
  };
}

/** The facts that count from here. A fresh fact of the context itself stands before a later one of the customer in general. */
function tableFrom(input: EvaluationInput, prepared: PreparedBook, context: string, asOf: number): FactTable {
  const { plan, raw } = prepared;
  const counting = input.signals.filter(({ context: about }) => countsFor(context, about));
  const own = tabulate(
    plan,
    counting.filter(({ context: about }) => about === context),
    asOf,
  );
  const table = tabulate(plan, counting, asOf);
  const latest = raw.map(({ slot, maximumAgeMs }) => {
    const nearest = own.latest[slot];
    return nearest && asOf - nearest.at <= maximumAgeMs ? nearest : table.latest[slot];
  });
  return { ...table, latest };
}

function invoicesFrom(input: EvaluationInput, scope: Scope, context: string): Scope['invoices'] {
  if (kindOf(context) !== 'invoice') return scope.invoices;
  return invoiceFacts(input.invoices.filter(({ id }) => context === `invoice:${id}`));
}

/** Tiers seen from a context are not stored for themselves: its memberships remember theirs. */
function scoresBefore(
  { memberships }: EvaluationInput,
  dimensionOf: ReadonlyMap<string, Dimension>,
  context: string,
): Partial<Record<Dimension, EarlierScore>> {
  const before: Partial<Record<Dimension, EarlierScore>> = {};
  for (const membership of memberships) {
    const dimension = membership.context === context && dimensionOf.get(membership.segment);
    if (dimension && membership.tier) before[dimension] = { tier: membership.tier };
  }
  return before;
}

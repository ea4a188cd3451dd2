import { dimensions } from '../../words';
import type { NameKind, Names } from '../names';

/** CEL type of a field, or the fields below it. */
export type Schema = { readonly [key: string]: string | Schema };

/** What an expression may read, by where it stands. */
export const scopes = ['value', 'score', 'segment', 'treat', 'goal', 'treatment'] as const;
export type Scope = (typeof scopes)[number];

const celTypes = { number: 'double', string: 'string', boolean: 'bool' } as const;
const score: Schema = { points: 'double', tier: 'string', confidence: 'double' };
const stepFacts: Schema = {
  outcome: 'string',
  reason: 'string',
  by: 'string',
  tier: 'string',
  points: 'double',
  count: 'double',
  amount: 'double',
};
const invoices: Schema = {
  open: 'double',
  openAmount: 'double',
  paid: 'double',
  void: 'double',
  uncollectible: 'double',
  attempts: 'double',
  declineCode: 'string',
};
const treatment: Schema = {
  id: 'string',
  playbook: 'string',
  arm: 'string',
  days: 'double',
  startTier: 'string',
  startPoints: 'double',
};

const economics: Schema = {
  churnProbability: 'double',
  atRisk: 'double',
  expectedSaving: 'double',
  offerCost: 'double',
  effortCost: 'double',
  cost: 'double',
  net: 'double',
};

/** The variables of one scope: the book's public API (domain/facts.ts), each with a typed schema, never `map`. */
export function variablesOf(scope: Scope, names: Names, steps: readonly string[] = []): Schema {
  const typed = (list: Names['attributes'], kind: NameKind): string | Schema =>
    names.open.has(kind)
      ? 'dyn'
      : Object.fromEntries(
          Object.entries(list).map(([name, { type }]) => [
            name,
            names.untyped.has(name) ? 'dyn' : celTypes[type],
          ]),
        );
  const base: Schema = {
    signals: typed(names.signals, 'signal'),
    customer: typed(names.attributes, 'customer attribute'),
    invoices,
  };
  if (scope === 'value') return base;
  const context: Schema = { id: 'string', kind: 'string' };
  if (scope === 'score') return { ...base, context };
  const value: Schema = { amount: 'double', tier: 'string' };
  const scores: Schema = Object.fromEntries(dimensions.map((dimension) => [dimension, score]));
  const judged: Schema = { ...base, context, value, scores };
  if (scope === 'segment') return judged;
  const grouped: Schema = { ...judged, segments: 'list<string>', ...(names.economics && { economics }) };
  if (scope === 'treat') return grouped;
  if (scope === 'goal') return { ...grouped, treatment };
  return {
    ...grouped,
    treatment,
    // Its value has the type of whatever signal it was.
    event: { name: 'string', value: 'dyn' },
    step: Object.fromEntries(steps.map((id) => [id, stepFacts])),
  };
}

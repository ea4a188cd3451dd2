import type { CompiledBook } from '../../domain/compiled-book';
import type { Crossing } from '../../domain/crossing';
import { evaluate } from '../../domain/evaluate';
import type { EvaluationInput, EvaluationResult } from '../../domain/evaluation';
import type { CustomerSignal } from '../../domain/signals/signal';

/** `evaluate`, or a mutant of it. */
export type Evaluate = (input: EvaluationInput) => EvaluationResult;

/** An input without history: no memberships, no scores, no treatments. */
export function evaluationInput(book: CompiledBook, fields: Partial<EvaluationInput> = {}): EvaluationInput {
  return {
    book,
    customerKey: '0123456789ab',
    attributes: {},
    signals: [],
    invoices: [],
    previousScores: {},
    memberships: [],
    openTreatments: [],
    valueCuts: { highFrom: 0, mediumFrom: 0 },
    asOf: '2026-03-02T12:00:00.000Z',
    sequence: 1,
    ...fields,
  };
}

/** A fact of the customer; its id comes from its name and time unless given. */
export function fact(
  name: string,
  value: CustomerSignal['value'],
  occurredAt: string,
  fields: Partial<CustomerSignal> = {},
): CustomerSignal {
  return { id: `${name}@${occurredAt}`, name, value, occurredAt, position: 1, ...fields };
}

/** The input of the next evaluation of the same customer: what one found is what the next remembers. */
export function following(input: EvaluationInput, result: EvaluationResult, asOf: string): EvaluationInput {
  return {
    ...input,
    asOf,
    sequence: input.sequence + 1,
    previousScores: Object.fromEntries(result.scores.map((score) => [score.dimension, score])),
    memberships: result.memberships,
  };
}

/** Evaluates a customer at each instant in turn, over the facts known by then. */
export function evaluateAt(
  instants: readonly string[],
  first: EvaluationInput,
  using: Evaluate = evaluate,
): { readonly results: readonly EvaluationResult[]; readonly crossings: readonly Crossing[] } {
  const results: EvaluationResult[] = [];
  let input = first;
  for (const asOf of instants) {
    const last = results.at(-1);
    input = last ? following(input, last, asOf) : { ...input, asOf };
    results.push(using(input));
  }
  return { results, crossings: results.flatMap(({ crossings }) => crossings) };
}

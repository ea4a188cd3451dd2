import type { CompiledBook } from '../../domain/compiled-book';
import type { Crossing } from '../../domain/crossing';
import { evaluate } from '../../domain/evaluate';
import type { EvaluationResult } from '../../domain/evaluation';
import type { Score } from '../../domain/scoring/score';
import type { Membership } from '../../domain/segments/segment';
import type { Dimension } from '../../domain/words';
import type { Comparison } from './comparison';
import { attributesOf, type StoredCustomer } from './stored-customer';

/** Where a customer stands under one book. */
export interface Stand {
  readonly result: EvaluationResult;
  /** All that were crossed on the way, from where the customer stands in the store. */
  readonly crossings: readonly Crossing[];
}

// A boundary that time keeps moving is not followed for ever.
const mostLooks = 40;

/** The customer evaluated once, as of the comparison. */
export function standNow(book: CompiledBook, customer: StoredCustomer, comparison: Comparison): Stand {
  const result = look(book, customer, comparison, { asOf: comparison.asOf, looks: 0, before: customer });
  return { result, crossings: result.crossings };
}

/** As time goes on and no fact comes, until what is pending is decided or `until` is reached. */
export function settle(
  book: CompiledBook,
  customer: StoredCustomer,
  comparison: Comparison,
  { from, until }: { readonly from: Stand; readonly until: string },
): Stand {
  let { result } = from;
  const crossings = [...from.crossings];
  for (let looks = 1; looks < mostLooks && isPending(result.memberships); looks += 1) {
    const asOf = result.nextEvaluationAt;
    if (asOf === undefined || asOf > until) break;
    result = look(book, customer, comparison, { asOf, looks, before: result });
    crossings.push(...result.crossings);
  }
  return { result, crossings };
}

/** Which segments a customer is in, and what is pending, as one text: equal texts are equal stands. */
export function standingOf(memberships: readonly Membership[]): string {
  return memberships
    .map(({ segment, context = '', state }) => `${segment} ${context} ${state}`)
    .sort()
    .join('\n');
}

function isPending(memberships: readonly Membership[]): boolean {
  return memberships.some(({ state }) => state !== 'in');
}

interface Looked {
  readonly asOf: string;
  readonly looks: number;
  readonly before: Pick<StoredCustomer, 'scores' | 'memberships'>;
}

function look(
  book: CompiledBook,
  customer: StoredCustomer,
  { valueCuts }: Comparison,
  { asOf, looks, before }: Looked,
): EvaluationResult {
  const last = customer.lastAsOf;
  return evaluate({
    book,
    customerKey: customer.key,
    attributes: attributesOf(customer),
    signals: customer.signals,
    invoices: customer.invoices,
    previousScores: byDimension(before.scores),
    memberships: before.memberships,
    openTreatments: customer.treatments
      .filter(({ state }) => state !== 'closed')
      .map(({ playbook, context }) => ({ playbook, ...(context !== null && { context }) })),
    valueCuts,
    asOf: last !== null && last > asOf ? last : asOf,
    sequence: customer.position + 1 + looks,
  });
}

function byDimension(scores: readonly Score[]): Partial<Record<Dimension, Score>> {
  const found: Partial<Record<Dimension, Score>> = {};
  for (const score of scores) found[score.dimension] = score;
  return found;
}

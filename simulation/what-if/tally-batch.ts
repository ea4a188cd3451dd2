import { compareCustomer, type CustomerComparison } from './compare-customer';
import type { Comparison } from './comparison';
import type { StoredCustomer } from './stored-customer';
import {
  emptyTally,
  kept,
  least,
  type Counts,
  type ListedCustomer,
  type StartShape,
  type Tally,
} from './tally';

/** Compares a batch of customers. One that cannot be compared is counted and does not keep the rest from theirs. */
export function tallyBatch(customers: readonly StoredCustomer[], comparison: Comparison): Tally {
  const tally = draft();
  for (const customer of customers) {
    tally.customers += 1;
    try {
      count(tally, customer, compareCustomer(customer, comparison));
    } catch (error) {
      tally.failed += 1;
      tally.failure ??= `${customer.key}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return { ...tally, listed: least(tally.listed, kept.customers, ({ customer }) => customer) };
}

type Draft = { -readonly [K in keyof Tally]: Tally[K] } & {
  shapes: Record<string, StartShape>;
  listed: ListedCustomer[];
};

function draft(): Draft {
  return { ...structuredClone(emptyTally), shapes: {}, listed: [] };
}

function count(tally: Draft, customer: StoredCustomer, found: CustomerComparison): void {
  for (const segment of found.before) add(tally.before, segment);
  for (const segment of found.after) add(tally.after, segment);
  for (const { segment, direction } of found.crossings) add(tally.crossings, `${segment} ${direction}`);
  const { entered, left, starts, stops, noLonger, deferred } = found;
  if (entered.length + left.length > 0) countMoves(tally, found);
  if (entered.length + left.length + starts.length + stops.length + noLonger.length + deferred.length === 0)
    return;
  for (const start of starts) {
    add(start.arm === 'holdout' ? tally.heldOut : tally.starts, start.playbook);
    if (start.arm === 'treatment') addShape(tally, customer, start, found.valueTier);
  }
  for (const playbook of noLonger) add(tally.noLonger, playbook);
  for (const playbook of deferred) add(tally.deferred, playbook);
  for (const { playbook, how } of stops) add(tally.stops, `${playbook} ${how}`);
  tally.listed.push({ customer: customer.key, entered, left, starts, stops, noLonger });
}

function countMoves(tally: Draft, { entered, left }: CustomerComparison): void {
  tally.changed += 1;
  for (const { segment } of entered) add(tally.entered, segment);
  for (const { segment } of left) add(tally.left, segment);
  const names = (moves: typeof entered): string => moves.map(({ segment }) => segment).join(' + ') || 'none';
  add(tally.moves, `${names(left)} → ${names(entered)}`);
}

function addShape(
  tally: Draft,
  customer: StoredCustomer,
  start: CustomerComparison['starts'][number],
  valueTier: string,
): void {
  const { playbook } = start;
  const name = `${playbook} ${valueTier} ${JSON.stringify(start.with)}`;
  const known = tally.shapes[name] ?? { playbook, with: start.with, count: 0, samples: [] };
  const samples = least([...known.samples, customer], kept.samplesOfAShape, ({ key }) => key);
  tally.shapes[name] = { ...known, count: known.count + 1, samples };
}

function add(counts: Counts, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

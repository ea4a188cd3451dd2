import type { TimedFact } from '../fact-table';
import type { DerivedSignalDefinition } from '../signal';
import { absent, zero, type Aggregation, type Derivation } from './derivation';

type Filter = (timed: TimedFact) => boolean;

/** Facts of a list in event time between two instants, both included, that the filter lets through. */
export function factsBetween(
  facts: readonly TimedFact[],
  from: number,
  to: number,
  counts: Filter | undefined,
): readonly TimedFact[] {
  const first = firstFrom(facts, from);
  const end = (facts.at(-1)?.at ?? to) <= to ? facts.length : firstFrom(facts, to + 1);
  const part = first === 0 && end === facts.length ? facts : facts.slice(first, end);
  return counts ? part.filter(counts) : part;
}

/** Place of the first fact at or after an instant, in a list in event time. */
export function firstFrom(facts: readonly TimedFact[], instant: number): number {
  let low = 0;
  let high = (facts[0]?.at ?? instant) >= instant ? 0 : facts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (facts[middle]!.at < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Which facts of `of` count; undefined = all. */
export function filterOf({ equals, atMost, atLeast }: DerivedSignalDefinition): Filter | undefined {
  if (equals === undefined && atMost === undefined && atLeast === undefined) return undefined;
  return ({ fact: { value } }) => {
    if (equals !== undefined && value !== equals) return false;
    if (atMost !== undefined && !(typeof value === 'number' && value <= atMost)) return false;
    return atLeast === undefined || (typeof value === 'number' && value >= atLeast);
  };
}

/** A fact of another signal counts unless it says false. */
export function isTrue({ fact }: TimedFact): boolean {
  return fact.value !== false;
}

/** An aggregation over the window that ends at `asOf`; it changes when the earliest fact leaves. */
export function overWindow(
  definition: DerivedSignalDefinition,
  aggregation: Aggregation,
  whenEmpty: 'zero' | 'absent',
): Derivation {
  const { windowMs } = definition;
  const counts = filterOf(definition);
  const nothing = whenEmpty === 'zero' ? zero : absent;
  return (facts, _others, asOf) => {
    if (!facts) return nothing;
    const inWindow = factsBetween(facts, asOf - windowMs, asOf, counts);
    const earliest = inWindow[0];
    if (!earliest) return nothing;
    return { value: aggregation(inWindow), changesAt: earliest.at + windowMs + 1 };
  };
}

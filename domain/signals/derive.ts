import { isLater, type TimedFact } from './fact-table';
import type { DerivedSignalDefinition, SignalValue } from './signal';

const dayMs = 86_400_000;

/** What a derived signal says, and when time alone may change that. */
export interface Derived {
  readonly value?: SignalValue;
  /** When a fact leaves the window, in milliseconds; Infinity = never. */
  readonly changesAt: number;
}

const zero: Derived = Object.freeze({ value: 0, changesAt: Infinity });
const absent: Derived = Object.freeze({ changesAt: Infinity });

/** Computes one derived signal from raw facts, late ones included, over the window that ends at `asOf`. */
export function derive(
  definition: DerivedSignalDefinition,
  facts: readonly TimedFact[] | undefined,
  others: readonly TimedFact[] | undefined,
  asOf: number,
): Derived {
  if (!facts) return definition.aggregate === 'count' || definition.aggregate === 'sum' ? zero : absent;
  const from = asOf - definition.windowMs;
  const inWindow = facts.filter((timed) => timed.at >= from && counts(definition, timed));
  const near = definition.aggregate === 'gap' ? trueSince(others, from) : [];
  return { value: aggregate(definition, inWindow, near), changesAt: windowEdge(definition, inWindow, near) };
}

function counts(definition: DerivedSignalDefinition, { fact: { value } }: TimedFact): boolean {
  const { equals, atMost, atLeast } = definition;
  if (equals !== undefined && value !== equals) return false;
  if (atMost !== undefined && !(typeof value === 'number' && value <= atMost)) return false;
  return atLeast === undefined || (typeof value === 'number' && value >= atLeast);
}

function aggregate(
  definition: DerivedSignalDefinition,
  facts: readonly TimedFact[],
  others: readonly TimedFact[],
): SignalValue | undefined {
  switch (definition.aggregate) {
    case 'count':
      return facts.length;
    case 'sum':
      return facts.reduce((sum, { fact }) => sum + numeric(fact.value), 0);
    case 'last':
      return latestOf(facts)?.fact.value;
    case 'change':
      return changeOf(facts);
    case 'gap':
      return gapInDays(facts, others);
  }
}

function trueSince(others: readonly TimedFact[] | undefined, from: number): readonly TimedFact[] {
  return others?.filter((timed) => timed.at >= from && timed.fact.value !== false) ?? [];
}

function numeric(value: SignalValue): number {
  return typeof value === 'number' ? value : 0;
}

function latestOf(facts: readonly TimedFact[]): TimedFact | undefined {
  return facts.reduce<TimedFact | undefined>(
    (latest, fact) => (isLater(fact, latest) ? fact : latest),
    undefined,
  );
}

function changeOf(facts: readonly TimedFact[]): number | undefined {
  const latest = latestOf(facts);
  if (!latest || facts.length < 2) return undefined;
  const earliest = facts.reduce((first, fact) => (isLater(first, fact) ? fact : first));
  return numeric(latest.fact.value) - numeric(earliest.fact.value);
}

function gapInDays(facts: readonly TimedFact[], others: readonly TimedFact[]): number | undefined {
  let least = Infinity;
  for (const { at } of facts) {
    for (const other of others) least = Math.min(least, Math.abs(at - other.at));
  }
  return least === Infinity ? undefined : least / dayMs;
}

function windowEdge(
  definition: DerivedSignalDefinition,
  facts: readonly TimedFact[],
  others: readonly TimedFact[],
): number {
  let earliest = Infinity;
  for (const { at } of facts) earliest = Math.min(earliest, at);
  for (const { at } of others) earliest = Math.min(earliest, at);
  return earliest + definition.windowMs + 1;
}

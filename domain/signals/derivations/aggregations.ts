import type { TimedFact } from '../fact-table';
import type { SignalValue } from '../signal';
import { dayMs, type Aggregation } from './derivation';

/** How many. */
export const count: Aggregation = (facts) => facts.length;

/** Their sum; added up in event time, so that the order of arrival changes not even the last digit. */
export const sum = (facts: readonly TimedFact[]): number =>
  facts.reduce((total, timed) => total + numberOf(timed), 0);

/** Facts a day over the whole window. */
export function rate(windowMs: number): Aggregation {
  return (facts) => facts.length / (windowMs / dayMs);
}

/** The mean of the values; undefined where there is none. */
export function mean(facts: readonly TimedFact[]): number | undefined {
  return facts.length === 0 ? undefined : sum(facts) / facts.length;
}

/** The earliest value. */
export const first: Aggregation = (facts) => facts[0]?.fact.value;

/** The latest value. */
export const last: Aggregation = (facts) => facts.at(-1)?.fact.value;

/** The latest minus the earliest. */
export const change: Aggregation = (facts) => {
  const [earliest, latest] = [facts[0], facts.at(-1)];
  if (!earliest || !latest || facts.length < 2) return undefined;
  return numberOf(latest) - numberOf(earliest);
};

/** How many different values, of the fact itself or of one field of its data. */
export function distinct(field: string | undefined): Aggregation {
  return (facts) => new Set(valuesOf(facts, field)).size;
}

/** How often the commonest value came. */
export function repeats(field: string | undefined): Aggregation {
  return (facts) => {
    const times = new Map<SignalValue, number>();
    for (const value of valuesOf(facts, field)) times.set(value, (times.get(value) ?? 0) + 1);
    return Math.max(0, ...times.values());
  };
}

/** Slope a day of the least-squares line through the values. */
export const trend: Aggregation = (facts) => {
  const begin = facts[0]?.at ?? 0;
  const points = facts.map((timed) => ({ day: (timed.at - begin) / dayMs, value: numberOf(timed) }));
  const middle = points.reduce((total, { day }) => total + day, 0) / points.length;
  let [product, square] = [0, 0];
  for (const { day, value } of points) {
    product += (day - middle) * value;
    square += (day - middle) ** 2;
  }
  return square === 0 ? undefined : product / square;
};

function valuesOf(facts: readonly TimedFact[], field: string | undefined): SignalValue[] {
  if (field === undefined) return facts.map(({ fact }) => fact.value);
  return facts.flatMap(({ fact }) => fact.data?.[field] ?? []);
}

function numberOf({ fact: { value } }: TimedFact): number {
  return typeof value === 'number' ? value : 0;
}

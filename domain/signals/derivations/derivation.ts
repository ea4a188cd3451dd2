import type { TimedFact } from '../fact-table';
import type { SignalValue } from '../signal';

/** What a derived signal says, and when time alone may change that. */
export interface Derived {
  readonly value?: SignalValue;
  /** When a fact leaves or enters the window, in milliseconds; Infinity = never. */
  readonly changesAt: number;
}

/** One derived signal as a function of its facts and of those of its other signal, both in event time up to `asOf`. */
export type Derivation = (
  facts: readonly TimedFact[] | undefined,
  others: readonly TimedFact[] | undefined,
  asOf: number,
) => Derived;

/** A number over the facts of a window, in event time; undefined = there is none. */
export type Aggregation = (facts: readonly TimedFact[]) => SignalValue | undefined;

/** The answer where no fact is in the window. */
export const zero: Derived = Object.freeze({ value: 0, changesAt: Infinity });
export const absent: Derived = Object.freeze({ changesAt: Infinity });

export const dayMs = 86_400_000;

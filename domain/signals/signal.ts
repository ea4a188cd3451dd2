import type { Dimension, SignalSource } from '../words';

/** What a signal can say. */
export type SignalValue = number | string | boolean;

/** A typed, timed fact about one customer (and, if narrower, one context), as stored. */
export interface CustomerSignal {
  /** The sender's id: a second arrival of the same id is the same fact. */
  readonly id: string;
  readonly name: string;
  readonly value: SignalValue;
  /** Attributes beside the value, such as `amountMinor`, `currency` and `declineCode` of an invoice. */
  readonly data?: Readonly<Record<string, SignalValue>>;
  /** ISO instant at which it was true; freshness and windows count from here. */
  readonly occurredAt: string;
  /** `kind:id`, e.g. `invoice:in_42`, when the fact is about less than the whole customer. */
  readonly context?: string;
  /** Order of acceptance within the customer. Ties of `occurredAt` go to the greater id, so that arrival order never matters. */
  readonly position: number;
}

export const signalTypes = ['number', 'string', 'boolean'] as const;
export type SignalType = (typeof signalTypes)[number];
export const signalUses = ['risk', 'routing', 'content'] as const;
export type SignalUse = (typeof signalUses)[number];

interface SignalDefinitionBase {
  readonly name: string;
  readonly type: SignalType;
  readonly source: SignalSource;
  readonly feeds: readonly Dimension[];
  /** A fact older than this does not count. */
  readonly maximumAgeMs: number;
  readonly purpose: string;
  readonly use: readonly SignalUse[];
  readonly personal: boolean;
}

/** A fact as it arrives. */
export interface RawSignalDefinition extends SignalDefinitionBase {
  readonly kind: 'raw';
}

export const aggregates = ['count', 'sum', 'last', 'change', 'gap'] as const;
export type Aggregate = (typeof aggregates)[number];

/**
 * A number computed in event time from the raw facts of a window that ends at the evaluation's `asOf`:
 * - `count`, `sum`: of the facts in the window; 0 where there are none;
 * - `last`: the latest value in the window; absent where there is none;
 * - `change`: latest minus earliest in the window; absent with fewer than two facts;
 * - `gap`: the fewest days between a fact of `of` and a fact of `with`, both in the window ("A within 7 days of B"); absent unless both are there.
 */
export interface DerivedSignalDefinition extends SignalDefinitionBase {
  readonly kind: 'derived';
  readonly of: string;
  readonly aggregate: Aggregate;
  readonly windowMs: number;
  /** Only facts of `of` whose value equals this count. */
  readonly equals?: SignalValue;
  /** Only facts of `of` whose number is at most this count. */
  readonly atMost?: number;
  /** Only facts of `of` whose number is at least this count. */
  readonly atLeast?: number;
  /** The other signal of a `gap`; a boolean one counts where it is true. */
  readonly with?: string;
}

export type SignalDefinition = RawSignalDefinition | DerivedSignalDefinition;

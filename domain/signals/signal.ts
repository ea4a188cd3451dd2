import type { Dimension, SignalSource } from '../words';

/** What a signal can say. */
export type SignalValue = number | string | boolean;

/** Fresh values by signal name; undefined, or no key, where nothing is known. */
export type SignalValues = Readonly<Partial<Record<string, SignalValue>>>;

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

/**
 * What a fact says of a customer: what they do, or who, where or how they are. The last three may vary words and
 * language only, never a score, a priority, a permission or a price.
 */
export const natures = ['behavioural', 'demographic', 'geographic', 'psychographic'] as const;
export type Nature = (typeof natures)[number];

interface SignalDefinitionBase {
  readonly name: string;
  readonly type: SignalType;
  readonly source: SignalSource;
  readonly feeds: readonly Dimension[];
  /** A fact older than this does not count. */
  readonly maximumAgeMs: number;
  readonly purpose: string;
  readonly use: readonly SignalUse[];
  /** Absent = behavioural. */
  readonly nature?: Nature;
  readonly personal: boolean;
}

/** A fact as it arrives. */
export interface RawSignalDefinition extends SignalDefinitionBase {
  readonly kind: 'raw';
  /** The kind of context that each fact must name, such as `complaint`; absent = it may be about anything. */
  readonly about?: string;
}

export const aggregates = [
  'count',
  'sum',
  'rate',
  'first',
  'last',
  'distinct',
  'repeats',
  'change',
  'trend',
  'gap',
  'sequence',
] as const;
export type Aggregate = (typeof aggregates)[number];

/**
 * A number computed in event time from the raw facts of a window that ends at the evaluation's `asOf`, late ones included:
 * - `count`, `sum`, `rate`: how many facts, their sum, facts a day; 0 where there are none;
 * - `first`, `last`: the earliest and the latest value; absent where there is none;
 * - `distinct`: how many different values, `repeats`: how often the commonest one came; of a data `field` if one is named; 0 where there are none;
 * - `change`: latest minus earliest; absent with fewer than two facts;
 * - `trend`: slope a day of the straight line that fits the values best; absent without two instants;
 * - `gap`: the fewest days between a fact of `of` and a fact of `with` ("A within 7 days of B"); absent unless both are there;
 * - `sequence`: how many facts of `of` were followed by a later one of `then` within so much time ("A then B within 10 minutes"); 0 where none was.
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
  /** Of `distinct` and `repeats`: the name under `data` that is looked at instead of the value. */
  readonly field?: string;
  /** The other signal of a `gap`; a boolean one counts where it is true. */
  readonly with?: string;
  /** The later signal of a `sequence`; a boolean one counts where it is true. */
  readonly then?: string;
  /** How long after a fact of `of` one of `then` still follows it. */
  readonly withinMs?: number;
  /** Of `change` (of the mean), `count` and `sum`: the share by which it differs from the same window 365 days before; absent where nothing was then. */
  readonly against?: 'lastYear';
}

export type SignalDefinition = RawSignalDefinition | DerivedSignalDefinition;

/** Names of the raw signals that a derived one is made of. */
export function madeOf({ of, with: near, then }: DerivedSignalDefinition): readonly string[] {
  return [of, near, then].filter((name) => name !== undefined);
}

/** The kind of context that each fact of a signal must name; undefined = none. */
export function aboutOf(definition: SignalDefinition | undefined): string | undefined {
  return definition?.kind === 'raw' ? definition.about : undefined;
}

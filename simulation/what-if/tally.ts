import type { CustomerComparison } from './compare-customer';
import type { Start } from './follow-up';
import type { StoredCustomer } from './stored-customer';

/** Numbers by name. */
export type Counts = Record<string, number>;

/** A customer that the candidate changes something for, as it is listed. */
export type ListedCustomer = { readonly customer: string } & Pick<
  CustomerComparison,
  'entered' | 'left' | 'starts' | 'stops' | 'noLonger'
>;

/** Starts that are alike: the same play with the same parameters for customers of the same value. */
export interface StartShape {
  readonly playbook: string;
  readonly with: Start['with'];
  readonly count: number;
  /** Customers whose plays stand for all of them. */
  readonly samples: readonly StoredCustomer[];
}

/** What was found so far; tallies of several threads are added up. Its size does not grow with the base. */
export interface Tally {
  readonly customers: number;
  readonly failed: number;
  readonly changed: number;
  readonly before: Counts;
  readonly after: Counts;
  readonly entered: Counts;
  readonly left: Counts;
  /** By `<left segments> → <entered segments>`. */
  readonly moves: Counts;
  /** By `<segment> <direction>`. */
  readonly crossings: Counts;
  readonly starts: Counts;
  readonly heldOut: Counts;
  readonly noLonger: Counts;
  readonly deferred: Counts;
  /** By `<playbook> <how>`. */
  readonly stops: Counts;
  readonly shapes: Readonly<Record<string, StartShape>>;
  readonly listed: readonly ListedCustomer[];
  /** Of the first customer whose comparison failed. */
  readonly failure?: string;
}

/** How much a tally keeps of what it counts. */
export const kept = { customers: 200, samplesOfAShape: 25 } as const;

export const emptyTally: Tally = {
  customers: 0,
  failed: 0,
  changed: 0,
  before: {},
  after: {},
  entered: {},
  left: {},
  moves: {},
  crossings: {},
  starts: {},
  heldOut: {},
  noLonger: {},
  deferred: {},
  stops: {},
  shapes: {},
  listed: [],
};

/** Adds two tallies up. Which customers are listed and simulated does not depend on the order: the least keys are. */
export function addTallies(one: Tally, other: Tally): Tally {
  const sums = (key: CountsKey): Counts => addCounts(one[key], other[key]);
  const failure = one.failure ?? other.failure;
  return {
    customers: one.customers + other.customers,
    failed: one.failed + other.failed,
    changed: one.changed + other.changed,
    before: sums('before'),
    after: sums('after'),
    entered: sums('entered'),
    left: sums('left'),
    moves: sums('moves'),
    crossings: sums('crossings'),
    starts: sums('starts'),
    heldOut: sums('heldOut'),
    noLonger: sums('noLonger'),
    deferred: sums('deferred'),
    stops: sums('stops'),
    shapes: addShapes(one.shapes, other.shapes),
    listed: least([...one.listed, ...other.listed], kept.customers, ({ customer }) => customer),
    ...(failure !== undefined && { failure }),
  };
}

type CountsKey = { [K in keyof Tally]: Tally[K] extends Counts ? K : never }[keyof Tally] & string;

/** The first few by key. */
export function least<T>(list: readonly T[], most: number, key: (one: T) => string): T[] {
  if (list.length <= most) return [...list];
  return [...list].sort((one, other) => (key(one) < key(other) ? -1 : 1)).slice(0, most);
}

function addCounts(one: Counts, other: Counts): Counts {
  const sum = { ...one };
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

function addShapes(one: Tally['shapes'], other: Tally['shapes']): Tally['shapes'] {
  const sum: Record<string, StartShape> = { ...one };
  for (const [name, shape] of Object.entries(other)) {
    const known = sum[name];
    sum[name] = known
      ? {
          ...known,
          count: known.count + shape.count,
          samples: least([...known.samples, ...shape.samples], kept.samplesOfAShape, ({ key }) => key),
        }
      : shape;
  }
  return sum;
}

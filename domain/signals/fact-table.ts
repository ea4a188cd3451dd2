import type { CustomerSignal } from './signal';
import { msOf } from '../iso-instant';

/** A fact with its instant parsed once. */
export interface TimedFact {
  readonly at: number;
  readonly fact: CustomerSignal;
}

/** Which signals of the catalogue have which slot, and which need all their facts for windows. */
export interface SlotPlan {
  readonly slotOf: ReadonlyMap<string, number>;
  readonly windowed: readonly boolean[];
}

/** The facts of one customer up to `asOf`, by slot. */
export interface FactTable {
  /** Latest fact of each signal. */
  readonly latest: readonly (TimedFact | undefined)[];
  /** All facts of the signals that windows read, in event time. */
  readonly all: readonly (readonly TimedFact[] | undefined)[];
  /** When the earliest fact dated after `asOf` starts to count; Infinity = there is none. */
  readonly nextFactAt: number;
}

/** Sorts a customer's facts by signal; facts dated after `asOf` do not count yet, unknown names never do. */
export function tabulate(plan: SlotPlan, signals: readonly CustomerSignal[], asOf: number): FactTable {
  const latest = new Array<TimedFact | undefined>(plan.windowed.length);
  const all = new Array<TimedFact[] | undefined>(plan.windowed.length);
  let nextFactAt = Infinity;
  for (const fact of signals) {
    const slot = plan.slotOf.get(fact.name);
    if (slot === undefined) continue;
    const timed = { at: msOf(fact.occurredAt), fact };
    if (timed.at > asOf) {
      nextFactAt = Math.min(nextFactAt, timed.at);
      continue;
    }
    if (isLater(timed, latest[slot])) latest[slot] = timed;
    if (plan.windowed[slot]) insert((all[slot] ??= []), timed);
  }
  return { latest, all, nextFactAt };
}

// Facts mostly arrive in the order in which they happened, so a place is found near the end.
function insert(list: TimedFact[], timed: TimedFact): void {
  let place = list.length;
  while (place > 0 && isLater(list[place - 1]!, timed)) place -= 1;
  if (place === list.length) list.push(timed);
  else list.splice(place, 0, timed);
}

/**
 * Whether a fact comes after another in event time. Facts of the same instant are ordered by id:
 * the order in which they happened to arrive must not change what is true of the customer.
 */
export function isLater(fact: TimedFact, other: TimedFact | undefined): boolean {
  if (!other || fact.at !== other.at) return !other || fact.at > other.at;
  if (fact.fact.id !== other.fact.id) return fact.fact.id > other.fact.id;
  return fact.fact.position > other.fact.position;
}

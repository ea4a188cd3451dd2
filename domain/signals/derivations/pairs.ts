import type { TimedFact } from '../fact-table';
import type { DerivedSignalDefinition } from '../signal';
import { absent, dayMs, zero, type Derivation } from './derivation';
import { factsBetween, filterOf, firstFrom, isTrue } from './window';

/** The fewest days between a fact and one of the other signal, both in the window. */
export function gap(definition: DerivedSignalDefinition): Derivation {
  const { windowMs } = definition;
  const counts = filterOf(definition);
  return (facts, others, asOf) => {
    if (!facts || !others) return absent;
    const here = factsBetween(facts, asOf - windowMs, asOf, counts);
    const there = factsBetween(others, asOf - windowMs, asOf, isTrue);
    const [first, second] = [here[0], there[0]];
    if (!first || !second) return absent;
    let least = Infinity;
    for (const { at } of here) for (const other of there) least = Math.min(least, Math.abs(at - other.at));
    return { value: least / dayMs, changesAt: Math.min(first.at, second.at) + windowMs + 1 };
  };
}

/** How many facts of the window were followed in time by a later one of the other signal. */
export function sequence(definition: DerivedSignalDefinition): Derivation {
  const { windowMs, withinMs = 0 } = definition;
  const counts = filterOf(definition);
  return (facts, others, asOf) => {
    if (!facts || !others) return zero;
    const begun = factsBetween(facts, asOf - windowMs, asOf, counts);
    const followed = begun.filter(({ at }) => isFollowed(at, others, withinMs));
    const [earliest] = followed;
    return earliest ? { value: followed.length, changesAt: earliest.at + windowMs + 1 } : zero;
  };
}

// What happened at the same instant is not known to have come after.
function isFollowed(at: number, others: readonly TimedFact[], withinMs: number): boolean {
  for (let index = firstFrom(others, at + 1); index < others.length; index += 1) {
    const other = others[index]!;
    if (other.at > at + withinMs) return false;
    if (isTrue(other)) return true;
  }
  return false;
}

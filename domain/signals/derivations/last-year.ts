import type { TimedFact } from '../fact-table';
import type { DerivedSignalDefinition } from '../signal';
import { absent, dayMs, type Derivation } from './derivation';
import { factsBetween, filterOf } from './window';

/** How far back last year's window lies: days are counted, so that the length of the window is the same. */
export const yearMs = 365 * dayMs;

/**
 * The share by which a number of this window differs from that of the same window a year before: -0.3 is 30 percent less.
 * Absent where there was nothing then: a share of nothing says nothing.
 */
export function againstLastYear(
  definition: DerivedSignalDefinition,
  total: (facts: readonly TimedFact[]) => number | undefined,
): Derivation {
  const { windowMs } = definition;
  const counts = filterOf(definition);
  return (facts, _others, asOf) => {
    if (!facts) return absent;
    const now = factsBetween(facts, asOf - windowMs, asOf, counts);
    const then = factsBetween(facts, asOf - yearMs - windowMs, asOf - yearMs, counts);
    // What lies between the two windows, and this window too, comes into last year's one day.
    const [entering] = factsBetween(facts, asOf - yearMs + 1, asOf, counts);
    const changesAt = Math.min(
      leavesAt(now[0], windowMs),
      leavesAt(then[0], windowMs + yearMs),
      entering ? entering.at + yearMs : Infinity,
    );
    const [value, before] = [total(now), total(then)];
    if (value === undefined || before === undefined || before === 0) return { changesAt };
    return { value: (value - before) / Math.abs(before), changesAt };
  };
}

function leavesAt(earliest: TimedFact | undefined, afterMs: number): number {
  return earliest ? earliest.at + afterMs + 1 : Infinity;
}

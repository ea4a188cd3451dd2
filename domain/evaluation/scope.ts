import type { EconomicsFacts } from '../economics';
import type { Facts, ScoreFacts } from '../facts';
import type { FactTable } from '../signals/fact-table';
import type { SignalValue, SignalValues } from '../signals/signal';
import type { CustomerValue } from '../value';
import type { Dimension } from '../words';
import type { PreparedBook } from './prepared-book';

/** The facts of one customer while they are being found: what later steps read of earlier ones. */
export interface Scope extends Facts {
  readonly scores: Partial<Record<Dimension, ScoreFacts>>;
  readonly segments: string[];
  value: CustomerValue;
  economics?: EconomicsFacts;
}

/** Fresh values by name, and when the first of all signals ages out or is forgotten. */
export interface FreshSignals {
  readonly values: SignalValues;
  readonly changesAt: number;
}

/** The values that count at `asOf`: latest raw facts within their maximum age, and what is derived from facts. */
export function freshSignals(prepared: PreparedBook, table: FactTable, asOf: number): FreshSignals {
  const values: Record<string, SignalValue | undefined> = { ...prepared.fromNothing };
  let changesAt = table.nextFactAt;
  for (const { name, slot, maximumAgeMs, forgottenAfterMs } of prepared.raw) {
    const latest = table.latest[slot];
    if (!latest) continue;
    if (asOf - latest.at > maximumAgeMs) {
      const forgottenAt = latest.at + forgottenAfterMs + 1;
      if (forgottenAt > asOf) changesAt = Math.min(changesAt, forgottenAt);
      continue;
    }
    values[name] = latest.fact.value;
    changesAt = Math.min(changesAt, latest.at + maximumAgeMs + 1);
  }
  for (const signal of prepared.derived) {
    const facts = table.all[signal.of];
    if (!facts) continue;
    const derived = signal.derivation(facts, table.all[signal.other], asOf);
    if (derived.value !== undefined) values[signal.name] = derived.value;
    changesAt = Math.min(changesAt, derived.changesAt);
  }
  return { values, changesAt };
}

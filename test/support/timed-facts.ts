import type { DerivedSignalDefinition, CustomerSignal } from '../../domain/signals/signal';
import { derivationOf } from '../../domain/signals/derive';
import { tabulate } from '../../domain/signals/fact-table';
import type { Derived } from '../../domain/signals/derivations/derivation';

/** Computes one derived signal of `a` (and `b`) over facts in any order, as an evaluation does. */
export function derived(
  definition: DerivedSignalDefinition,
  facts: readonly CustomerSignal[],
  asOf: number,
): Derived {
  const plan = {
    slotOf: new Map([
      ['a', 0],
      ['b', 1],
    ]),
    windowed: [true, true],
  };
  const { all } = tabulate(plan, facts, asOf);
  const other = definition.with ?? definition.then;
  return derivationOf(definition)(all[0], other === 'a' ? all[0] : all[1], asOf);
}

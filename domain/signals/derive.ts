import {
  change,
  count,
  distinct,
  first,
  last,
  mean,
  rate,
  repeats,
  sum,
  trend,
} from './derivations/aggregations';
import type { Derivation } from './derivations/derivation';
import { againstLastYear, yearMs } from './derivations/last-year';
import { gap, sequence } from './derivations/pairs';
import { overWindow } from './derivations/window';
import type { DerivedSignalDefinition } from './signal';

/** How one derived signal is computed; made once per book. A late fact counts as if it had come in time. */
export function derivationOf(definition: DerivedSignalDefinition): Derivation {
  const { windowMs, field, against } = definition;
  switch (definition.aggregate) {
    case 'count':
      return against
        ? againstLastYear(definition, ({ length }) => length)
        : overWindow(definition, count, 'zero');
    case 'sum':
      return against ? againstLastYear(definition, sum) : overWindow(definition, sum, 'zero');
    case 'change':
      return against ? againstLastYear(definition, mean) : overWindow(definition, change, 'absent');
    case 'rate':
      return overWindow(definition, rate(windowMs), 'zero');
    case 'first':
      return overWindow(definition, first, 'absent');
    case 'last':
      return overWindow(definition, last, 'absent');
    case 'distinct':
      return overWindow(definition, distinct(field), 'zero');
    case 'repeats':
      return overWindow(definition, repeats(field), 'zero');
    case 'trend':
      return overWindow(definition, trend, 'absent');
    case 'gap':
      return gap(definition);
    case 'sequence':
      return sequence(definition);
  }
}

/** How old a fact may be and still move the derived signal. */
export function reachMs({ windowMs, against }: DerivedSignalDefinition): number {
  return windowMs + (against ? yearMs : 0);
}

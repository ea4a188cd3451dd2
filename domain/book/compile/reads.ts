import { madeOf, type SignalDefinition, type SignalUse } from '../../signals/signal';
import type { SignalSource } from '../../words';
import type { CheckedExpression } from '../cel/check-expression';
import { inside, type Place } from '../report';
import type { BookContext } from './context';

/** Names of the signals an expression reads, without repetition. */
export function signalsRead(expression: CheckedExpression): string[] {
  const names = expression.reads.filter(({ path }) => path[0] === 'signals').map(({ path }) => path[1] ?? '');
  return [...new Set(names)];
}

/** The independent sources behind the signals an expression reads, also through what derived ones are made of. */
export function sourcesRead(
  expression: CheckedExpression,
  signals: Readonly<Record<string, SignalDefinition>>,
): SignalSource[] {
  const sources = signalsRead(expression).flatMap((name) => sourcesOf(signals[name], signals));
  if (expression.reads.some(({ path }) => path[0] === 'invoices')) sources.push('billing');
  return [...new Set(sources)].sort();
}

function sourcesOf(
  signal: SignalDefinition | undefined,
  signals: Readonly<Record<string, SignalDefinition>>,
): SignalSource[] {
  if (!signal) return [];
  if (signal.kind === 'raw') return [signal.source];
  return madeOf(signal).flatMap((name) => sourcesOf(signals[name], signals));
}

/** Reports every signal and attribute whose declared use allows none of these. */
export function checkUse(
  expression: CheckedExpression,
  uses: readonly SignalUse[],
  what: string,
  at: { place: Place; context: BookContext },
): void {
  const { names, report } = at.context;
  for (const { path, offset } of expression.reads) {
    const [root, name = ''] = path;
    const declared =
      root === 'signals'
        ? names.signals[name]?.use
        : root === 'customer'
          ? names.attributes[name]?.use
          : undefined;
    if (!declared || uses.some((use) => declared.includes(use))) continue;
    report.error(inside(at.place), {
      message: `${root}.${name} may be used for ${declared.join(' and ')} only, not in ${what}`,
      hint: `use another signal, or add ${uses.join(' or ')} to its use: in signals.yaml with a purpose that allows it`,
      offset,
    });
  }
}

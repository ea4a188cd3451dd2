import { madeOf, type SignalDefinition } from '../../signals/signal';
import type { SignalSource } from '../../words';
import type { CheckedExpression } from '../cel/check-expression';

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

import { forgottenAfterAges } from '../scoring/confidence';
import { reachMs } from './derive';
import { madeOf, type RawSignalDefinition, type SignalDefinition } from './signal';

/** How long a fact of a raw signal can matter: to itself or to what is derived from it. */
export function reachOf(signal: RawSignalDefinition, catalogue: readonly SignalDefinition[]): number {
  let reach = signal.maximumAgeMs;
  for (const other of catalogue) {
    if (other.kind === 'derived' && madeOf(other).includes(signal.name))
      reach = Math.max(reach, reachMs(other));
  }
  return reach;
}

/**
 * How old a fact of each raw signal may be and still change an evaluation, by name: its reach, or, where it feeds a
 * score, until confidence has forgotten that it was ever known.
 */
export function memories(catalogue: readonly SignalDefinition[]): Readonly<Record<string, number>> {
  const raw = catalogue.filter((signal) => signal.kind === 'raw');
  return Object.fromEntries(
    raw.map((signal) => {
      const known = signal.feeds.length > 0 ? signal.maximumAgeMs * forgottenAfterAges : 0;
      return [signal.name, Math.max(reachOf(signal, catalogue), known)];
    }),
  );
}

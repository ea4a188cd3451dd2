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

import { signalSources, type SignalSource } from '../words';

/** A set of signal sources as bits, so that independence is counted without allocating. */
export type SourceSet = number;

const bits = new Map<SignalSource, number>(signalSources.map((source, index) => [source, 1 << index]));
const lists = Array.from({ length: 1 << signalSources.length }, (_, set) =>
  Object.freeze(signalSources.filter((_source, index) => set & (1 << index))),
);

/** The set of the given sources. */
export function sourceSet(sources: readonly SignalSource[]): SourceSet {
  let set = 0;
  for (const source of sources) set |= bits.get(source) ?? 0;
  return set;
}

/** How many independent sources a set holds. */
export function sourceCount(set: SourceSet): number {
  return sourceList(set).length;
}

/** The sources of a set in the order of the catalogue; the same frozen list for the same set. */
export function sourceList(set: SourceSet): readonly SignalSource[] {
  return lists[set]!;
}

import type { FactTable } from '../signals/fact-table';
import { sourceCount, type SourceSet } from '../signals/source-set';

/** A raw signal that feeds a dimension. */
export interface ConfidenceInput {
  readonly slot: number;
  readonly maximumAgeMs: number;
  readonly sources: SourceSet;
}

/** After so many times its maximum age a signal is forgotten: what happened long ago and ended makes nobody doubtful. */
export const forgottenAfterAges = 2;

/**
 * How far a score can be trusted, 0–1: the share of the signals heard of lately that are still fresh, times the share
 * of the independent sources that the score asks for. Two fresh signals of two sources are enough for a score that asks
 * for two; one alone is half of it, and so are two beside two that have grown stale.
 */
export function confidenceOf(
  inputs: readonly ConfidenceInput[],
  minimumSources: number,
  { table, asOf }: { readonly table: FactTable; readonly asOf: number },
): number {
  let known = 0;
  let fresh = 0;
  let sources: SourceSet = 0;
  for (const input of inputs) {
    const latest = table.latest[input.slot];
    if (!latest) continue;
    const age = asOf - latest.at;
    if (age > input.maximumAgeMs * forgottenAfterAges) continue;
    known += 1;
    if (age > input.maximumAgeMs) continue;
    fresh += 1;
    sources |= input.sources;
  }
  if (fresh === 0) return 0;
  return (fresh / known) * Math.min(1, sourceCount(sources) / minimumSources);
}

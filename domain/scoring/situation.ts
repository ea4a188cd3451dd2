import type { Facts } from '../facts';
import type { FactTable } from '../signals/fact-table';
import type { SourceSet } from '../signals/source-set';
import type { Grounds } from './prepared-score';
import type { ScoreReason } from './score';

/** What scoring needs beside the facts in scope. */
export interface ScoringSituation {
  readonly scope: Facts;
  readonly table: FactTable;
  readonly asOf: number;
  readonly openTreatments: readonly { readonly playbook: string }[];
}

/** What a definition makes of the facts, before tiers. */
export interface Found {
  readonly points: number;
  readonly reasons: readonly ScoreReason[];
  readonly sources: SourceSet;
  readonly immediate: boolean;
}

/** Whether a reason does not count while a treatment is open. */
export function standsAside({ ignoredWhileOpen }: Grounds, { openTreatments }: ScoringSituation): boolean {
  return (
    ignoredWhileOpen.length > 0 && openTreatments.some(({ playbook }) => ignoredWhileOpen.includes(playbook))
  );
}

/** A reason over `a || b` rests on those of its signals that are there. */
export function sourcesNow({ reads, sources }: Grounds, scope: Facts): SourceSet {
  if (reads.length === 0) return sources;
  let found: SourceSet = 0;
  for (const read of reads) if (scope.signals[read.name] !== undefined) found |= read.sources;
  return found;
}

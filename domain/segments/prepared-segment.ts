import { compileReading } from '../expressions/condition';
import { readsOf, type Reads } from '../expressions/reads';
import type { Dimension } from '../words';
import type { SegmentDefinition } from './segment';

/** A criterion's answer over the facts; undefined = its facts are not there. */
export type Criterion = (scope: object) => boolean | undefined;

/** An evaluated segment ready to run. */
export interface PreparedSegment {
  readonly definition: SegmentDefinition;
  readonly entry: Criterion;
  /** Absent = leaving is the entry criterion no longer holding. */
  readonly exit?: Criterion;
  /** Signals the entry criterion reads itself. */
  readonly signals: readonly string[];
  /** Scores behind the membership: those the entry criterion reads, and its own dimension's. */
  readonly scores: readonly Dimension[];
  /** Reason of those who belong by a criterion without a score. */
  readonly criterionReason: readonly string[];
}

const none: Reads = { signals: [], scores: [] };
const never: Criterion = () => false;

/** Compiles a segment; one without an entry criterion is entered by nobody. */
export function prepareSegment(definition: SegmentDefinition): PreparedSegment {
  const { entry, exit, dimension } = definition;
  const reads = entry === undefined ? none : readsOf(entry);
  const scores = new Set(reads.scores);
  if (dimension) scores.add(dimension);
  return {
    definition,
    entry: entry === undefined ? never : compileReading(entry),
    ...(exit !== undefined && { exit: compileReading(exit) }),
    signals: reads.signals,
    scores: [...scores],
    criterionReason: Object.freeze([`${definition.title}: ${entry ?? 'no entry criterion'}`]),
  };
}

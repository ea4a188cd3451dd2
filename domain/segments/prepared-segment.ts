import { compileCondition, compileReading, type Condition } from '../expressions/condition';
import { readsOf } from '../expressions/reads';
import type { ReadSignal } from '../signals/read-signal';
import type { SourceSet } from '../signals/source-set';
import type { Dimension } from '../words';
import type { SegmentDefinition } from './segment';

/** A criterion's answer over the facts; undefined = its facts are not there. */
export type Criterion = (scope: object) => boolean | undefined;

/** An evaluated segment ready to run. */
export interface PreparedSegment {
  readonly definition: SegmentDefinition;
  /** Of the definition, which has a layout of its own in each segment: all are asked of it at every evaluation. */
  readonly id: string;
  readonly per: string | undefined;
  readonly entry: Criterion;
  /** The entry criterion asked for truth alone, which is quicker to say. */
  readonly entered: Condition;
  /** Absent = leaving is the entry criterion no longer holding. */
  readonly exit: Criterion | undefined;
  /** Signals the entry criterion reads itself. */
  readonly signals: readonly ReadSignal[];
  /** Scores behind the membership: those the entry criterion reads, and its own dimension's. */
  readonly scores: readonly Dimension[];
  /** Segments that must be decided before this one. */
  readonly after: readonly string[];
  /** Reason of those who belong by a criterion without a score. */
  readonly criterionReason: readonly string[];
}

const never = () => false;

/** Compiles a segment; one without an entry criterion is entered by nobody. */
export function prepareSegment(
  definition: SegmentDefinition,
  sourcesOf: (signal: string) => SourceSet,
): PreparedSegment {
  const { entry, exit, dimension } = definition;
  const reads = readsOf(entry ?? 'false');
  const scores = new Set(reads.scores);
  if (dimension) scores.add(dimension);
  return {
    definition,
    id: definition.id,
    per: definition.per,
    entry: entry === undefined ? never : compileReading(entry),
    entered: entry === undefined ? never : compileCondition(entry),
    exit: exit === undefined ? undefined : compileReading(exit),
    signals: reads.signals.map((name) => ({ name, sources: sourcesOf(name) })),
    scores: [...scores],
    after: [...reads.segments, ...readsOf(exit ?? 'false').segments],
    criterionReason: Object.freeze([criterionReason(definition)]),
  };
}

/** Why somebody belongs where no score is behind the segment: the criterion itself, as it stands in the book. */
export function criterionReason({ title, entry }: Pick<SegmentDefinition, 'title' | 'entry'>): string {
  return `${title}: ${entry ?? 'no entry criterion'}`;
}

/** Orders segments so that each comes after those it asks for; those that ask for each other keep the book's order. */
export function inOrderOfNeed(segments: readonly PreparedSegment[]): readonly PreparedSegment[] {
  const byId = new Map(segments.map((segment) => [segment.definition.id, segment]));
  const ordered = new Set<PreparedSegment>();
  const begun = new Set<PreparedSegment>();
  const visit = (segment: PreparedSegment | undefined): void => {
    if (!segment || begun.has(segment)) return;
    begun.add(segment);
    for (const id of segment.after) visit(byId.get(id));
    ordered.add(segment);
  };
  segments.forEach(visit);
  return [...ordered];
}

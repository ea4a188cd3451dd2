import type { CompiledBook } from '../../domain/compiled-book';
import { type Point, pointsOf, segmentPoints } from './points';
import type { Seen } from './seen';

/** How many there are, and how many of them were gone through. */
export interface Count {
  readonly covered: number;
  readonly all: number;
}

/** What policy tests went through of a playbook. */
export interface PlaybookCoverage {
  readonly playbook: string;
  readonly steps: Count;
  readonly branches: Count;
  /** What they left out, in words. */
  readonly missing: readonly string[];
}

/** What policy tests went through of a whole book. */
export interface Coverage {
  readonly complete: boolean;
  readonly playbooks: readonly PlaybookCoverage[];
  readonly segments: { readonly entered: Count; readonly left: Count; readonly missing: readonly string[] };
}

/** Compares what there is in a book with what simulations went through. */
export function coverageOf(book: CompiledBook, seen: Seen): Coverage {
  const playbooks = Object.values(book.playbooks).map(({ id, program }) => {
    const points = pointsOf(program);
    return {
      playbook: id,
      steps: countOf(points, 'step', seen),
      branches: countOf(points, 'branch', seen),
      missing: missingOf(points, seen),
    };
  });
  const points = segmentPoints(book);
  const segments = {
    entered: countOf(points, 'entered', seen),
    left: countOf(points, 'left', seen),
    missing: missingOf(points, seen),
  };
  const complete = [...playbooks, segments].every(({ missing }) => missing.length === 0);
  return { complete, playbooks, segments };
}

function countOf(points: readonly Point[], kind: Point['kind'], seen: Seen): Count {
  const ofKind = points.filter((point) => point.kind === kind);
  return { covered: ofKind.filter(({ mark }) => seen.has(mark)).length, all: ofKind.length };
}

function missingOf(points: readonly Point[], seen: Seen): string[] {
  return points.filter(({ mark }) => !seen.has(mark)).map(({ words }) => words);
}

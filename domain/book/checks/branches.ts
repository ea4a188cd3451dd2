import { sourceOf } from '../../expressions/source-of';
import type { CheckedExpression } from '../cel/check-expression';
import type { Place, Report } from '../report';
import { covered, valueSetOf, type ValueSet } from './value-set';

/** One branch of a decision tree; `when` is undefined where it is `else` or has a fault of its own. */
export interface CheckedBranch {
  readonly place: Place;
  readonly otherwise: boolean;
  readonly when?: CheckedExpression;
}

/** Branches that can never be taken, or always are: after `else`, repeated, constant, or swallowed by earlier ones. */
export function checkBranches(branches: readonly CheckedBranch[], report: Report): void {
  const seen = new Map<string, number>();
  const earlier: ValueSet[] = [];
  let elseAt: number | undefined;
  branches.forEach(({ place, otherwise, when }, index) => {
    if (elseAt !== undefined) {
      report.error(place, {
        message: 'this branch is never reached: it stands after else',
        hint: 'move else to the end',
      });
    }
    if (otherwise) {
      elseAt ??= index;
      return;
    }
    if (!when) return;
    const normal = sourceOf(when.ast);
    const set = valueSetOf(when.ast);
    const at = { file: place.file, path: [...place.path, 'when'] };
    const before = seen.get(normal);
    if (before !== undefined) {
      report.error(at, {
        message: `this branch is never reached: branch ${before + 1} has the same condition`,
      });
    } else if (when.reads.length === 0) {
      report.error(at, {
        message: `the condition is constant: ${when.source}`,
        hint: 'a last branch for the rest is written else',
      });
    } else if (set && covered(set, earlier)) {
      report.error(at, {
        message: `this branch is never reached: earlier branches take every ${set.variable} for which ${when.source}`,
        hint: 'put the narrower condition first',
      });
    }
    seen.set(normal, before ?? index);
    if (set) earlier.push(set);
  });
}

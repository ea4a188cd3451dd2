import type { z } from 'zod';
import type { FieldFault } from './problem';

/** The words for a value that is too long, too short, too great or too small; undefined = it is something else. */
export function boundFault(field: string, issue: z.core.$ZodIssue): FieldFault | undefined {
  if (issue.code === 'too_big') {
    const unit = unitOf(issue.origin);
    const most = String(issue.maximum);
    if (!unit) return { field, message: `must be at most ${most}`, fix: `Send ${field} as ${most} or less.` };
    return { field, message: `has more than ${most} ${unit}`, fix: `Shorten ${field} to ${most} ${unit}.` };
  }
  if (issue.code !== 'too_small') return undefined;
  const unit = unitOf(issue.origin);
  const least = String(issue.minimum);
  if (!unit)
    return { field, message: `must be at least ${least}`, fix: `Send ${field} as ${least} or more.` };
  if (least === '1') return { field, message: 'must not be empty', fix: `Fill in ${field}.` };
  return { field, message: `has less than ${least} ${unit}`, fix: `Send at least ${least} ${unit}.` };
}

function unitOf(origin: string): string | undefined {
  if (origin === 'string') return 'characters';
  return origin === 'array' ? 'items' : undefined;
}

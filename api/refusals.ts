import type { Refusal } from '../application/application';
import { ApiProblem } from './problem';

const notFound = new Set(['notFound', 'unknownTreatment', 'unknownApproval', 'unknownTask']);
const forbidden = new Set(['forbidden', 'notAPerson', 'roleMissing']);
const tooLate =
  /^(already\w*|closed|ended|ending|expired|stale\w*|conflict|notOpen|notPaused|notRunning|tooLate)$/;

/** The problem a refusal becomes: what is not there 404, not this person's 403, no longer possible 409, all else 422. */
export function problemOfRefusal(refusal: Refusal): ApiProblem {
  const faults = refusal.field
    ? [{ field: refusal.field, message: refusal.message, fix: refusal.message }]
    : undefined;
  return new ApiProblem(statusOf(refusal.code), refusal.code, refusal.message, faults);
}

/** Gives back what went well; throws the problem of what did not. */
export function orProblem<R extends { readonly ok: true } | Refusal>(
  result: R,
): Extract<R, { readonly ok: true }> {
  if (!result.ok) throw problemOfRefusal(result);
  return result as Extract<R, { readonly ok: true }>;
}

function statusOf(code: string): number {
  if (notFound.has(code)) return 404;
  if (forbidden.has(code)) return 403;
  if (tooLate.test(code)) return 409;
  return 422;
}

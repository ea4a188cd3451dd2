import type { Refusal } from '../application/application';
import { ApiProblem, type FieldFault } from './problem';
import { toldInTwo } from './told-in-two';

const notFound = new Set([
  'notFound',
  'unknownCustomer',
  'unknownTreatment',
  'unknownApproval',
  'unknownTask',
]);
const forbidden = new Set(['forbidden', 'notAPerson', 'roleMissing', 'sameApprover', 'unsigned']);
const tooLate =
  /^(already\w*|closed|ended|ending|expired|stale\w*|conflict|notOpen|notPaused|notRunning|tooLate)$/;

/** The problem a refusal becomes: what is not there 404, not this person's 403, no longer possible 409, all else 422. */
export function problemOfRefusal(refusal: Refusal): ApiProblem {
  return new ApiProblem(statusOf(refusal.code), refusal.code, refusal.message, faultsOf(refusal));
}

function faultsOf({ faults, field, message }: Refusal): readonly FieldFault[] | undefined {
  if (faults || field === undefined) return faults;
  return [{ field, fix: `Check ${field}.`, ...toldInTwo(message) }];
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

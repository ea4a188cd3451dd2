import type { DeclinedAttempt } from './retry-schedule';
import { msOf } from '../iso-instant';

/** What an invoice remembers of its failures. */
export interface FailedInvoice {
  readonly firstFailureAt?: string | null;
  readonly lastFailureAt?: string | null;
  readonly declineCode?: string | null;
}

/** The failure that opened an invoice before any charge of ours; where ours was its first failure there is none to count beside it. */
export function openingDecline(
  { firstFailureAt, lastFailureAt, declineCode }: FailedInvoice,
  attempts: readonly { readonly at: string }[],
): DeclinedAttempt | undefined {
  const at = firstFailureAt ?? lastFailureAt;
  if (!at || !declineCode) return undefined;
  const isOurs = attempts.some((attempt) => msOf(attempt.at) <= msOf(at));
  return isOurs ? undefined : { at, declineCode };
}

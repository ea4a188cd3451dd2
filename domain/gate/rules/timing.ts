import type { GateContext, Objection } from '../gate-context';
import { defer, refuse } from '../objections';
import { msOf } from '../../iso-instant';

/** An effect that had to happen by an instant is not done after it. */
export function notTooLate({ notAfter, now }: GateContext): Objection | undefined {
  if (notAfter === undefined || msOf(now) <= msOf(notAfter)) return undefined;
  return refuse('tooLate', `it had to happen by ${notAfter}`);
}

/** Card networks' limits come before any playbook's wish to try again. */
export function retryDue({ charge, now }: GateContext): Objection | undefined {
  if (!charge) return undefined;
  if (charge.mayChargeAt === 'never') return refuse('retryNotAllowed', charge.why);
  if (msOf(charge.mayChargeAt) <= msOf(now)) return undefined;
  return defer('retrySchedule', charge.mayChargeAt, charge.why);
}

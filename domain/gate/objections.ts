import type { Deferral, Objection } from './gate-context';
import type { DeferralCode, RefusalCode } from './verdict';

/** Not at all, with a stable code and a sentence for people. */
export function refuse(code: RefusalCode, why: string): Objection {
  return { verdict: 'refused', code, why };
}

/** Not before an instant. */
export function defer(code: DeferralCode, until: string, why: string): Deferral {
  return { verdict: 'deferred', code, until, why };
}

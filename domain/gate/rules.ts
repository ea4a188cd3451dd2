import type { GateContext, GateRule } from './gate-context';
import { refuse } from './objections';
import { actionAllowed, approved } from './rules/allowed-actions';
import { sureEnough } from './rules/confidence';
import { eligible } from './rules/eligible';
import { withinFrequency } from './rules/frequency-cap';
import { withinBudget } from './rules/budget';
import { consented, notSuppressed, reachable } from './rules/permission';
import { outsideQuietHours } from './rules/quiet-hours';
import { fewerThanACycle, remindersApart } from './rules/reminders';
import { stillWanted } from './rules/still-wanted';
import { notDryRun, notHeldOut, notKilled } from './rules/switches';
import { notTooLate, retryDue } from './rules/timing';
import type { Verdict } from './verdict';
import { msOf } from '../iso-instant';

/** The rules in the order of their precedence: refusals before what only defers. A new rule is one more line. */
export const gateRules: readonly GateRule[] = [
  stillWanted,
  notKilled,
  notDryRun,
  notHeldOut,
  actionAllowed,
  eligible,
  sureEnough,
  approved,
  reachable,
  notSuppressed,
  consented,
  withinBudget,
  fewerThanACycle,
  notTooLate,
  retryDue,
  remindersApart,
  withinFrequency,
  outsideQuietHours,
];

/** The first objection in order, or allowed. A deferral past `notAfter` is a refusal: it would come too late. */
export function judge(context: GateContext, rules: readonly GateRule[] = gateRules): Verdict {
  for (const rule of rules) {
    const objection = rule(context);
    if (!objection) continue;
    const { notAfter } = context;
    if (
      objection.verdict === 'deferred' &&
      notAfter !== undefined &&
      msOf(objection.until) > msOf(notAfter)
    ) {
      return refuse('tooLate', `${objection.why}; the next moment, ${objection.until}, is after ${notAfter}`);
    }
    return objection;
  }
  return { verdict: 'allowed' };
}

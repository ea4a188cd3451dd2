/** States of an effect row; see ARCHITECTURE.md for the transitions. */
export const effectStates = [
  'refused',
  'deferred',
  'reserved',
  'attempting',
  'done',
  'failed',
  'inDoubt',
  'released',
] as const;
export type EffectState = (typeof effectStates)[number];

/** Why the gate said no; stable codes that playbooks branch on. */
export const refusalCodes = [
  'stopped',
  'goalReached',
  'exited',
  'paused',
  'killSwitch',
  'dryRun',
  'holdout',
  'actionNotAllowed',
  'notEligible',
  'lowConfidence',
  'suppressed',
  'noConsent',
  'approvalMissing',
  'noContact',
  'tooLate',
  'budgetExhausted',
  'enoughReminders',
  'nothingToDo',
  'retryNotAllowed',
  'closed',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** Why the gate said not yet. */
export const deferralCodes = ['quietHours', 'frequencyCap', 'retrySchedule', 'paused'] as const;
export type DeferralCode = (typeof deferralCodes)[number];

/** The gate's answer to one ask. */
export type Verdict =
  | { readonly verdict: 'allowed' }
  | {
      readonly verdict: 'deferred';
      readonly until: string;
      readonly code: DeferralCode;
      readonly why: string;
    }
  | { readonly verdict: 'refused'; readonly code: RefusalCode; readonly why: string };

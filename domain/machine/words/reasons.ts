import { plainName } from '../../plain-words';

// What the gate and the machine answer, as people say it; every other code is a provider's own word.
const reasons: Readonly<Record<string, string>> = {
  stopped: 'somebody stopped the treatment',
  goalReached: 'the goal was reached',
  exited: 'the treatment was ended',
  closed: 'the treatment is over',
  paused: 'the treatment is paused',
  killSwitch: 'a kill switch is on',
  dryRun: 'a dry run: nothing is really done',
  holdout: 'this customer is only watched',
  actionNotAllowed: 'the policies do not allow it for this customer',
  notEligible: 'the offer is not open to this customer',
  suppressed: 'the customer is not to be written to',
  noConsent: 'the customer has not consented',
  approvalMissing: 'its text is not approved',
  noContact: 'nobody there has an address for it',
  tooLate: 'it would have come too late',
  nothingToDo: 'nothing was left to do',
  retryNotAllowed: 'the card networks allow no further attempt',
  budgetExhausted: 'the budget of the month is used up',
  enoughReminders: 'enough payment reminders were sent',
  amountUnknown: 'its amount cannot be computed',
  valueUnknown: 'what is to be recorded is not known',
  cohortUnknown: 'it cannot be said which cohort the customer is in',
  quietHours: 'quiet hours of the customer',
  frequencyCap: 'enough messages for now',
  retrySchedule: 'too early for the next charge',
  notBooked: 'the other side has no record of it',
};

/** Why something was refused, put off, declined or failed, in plain words. */
export function reasonWords(code: string): string {
  const known = reasons[code];
  if (known !== undefined) return known;
  // A sentence stays as it was written; a bare code is made readable.
  return isCode(code) ? plainName(code) : code;
}

/** Whether a reason is one word of a program, not a sentence of somebody. */
export function isCode(reason: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(reason);
}

const awaited: Readonly<Record<string, string>> = {
  quietHours: "the end of the customer's quiet hours",
  frequencyCap: 'room for one more message: enough were sent for now',
  retrySchedule: 'the day on which the card may be charged again',
  paused: 'somebody to resume the treatment',
};

/** What must come before something that was put off is tried again. */
export function awaitedWords(code: string): string {
  return awaited[code] ?? `another try: ${reasonWords(code)}`;
}

const outcomes: Readonly<Record<string, string>> = {
  inDoubt: 'in doubt, a person looks',
  timedOut: 'nothing came in time',
  deferred: 'put off',
  skipped: 'not needed',
  expired: 'not done in time',
  event: 'it came',
  opened: 'asked of people',
  standing: 'decided for the cohort before',
  running: 'begun',
};

/** What became of a step, in plain words. */
export function outcomeWords(outcome: string): string {
  return outcomes[outcome] ?? plainName(outcome);
}

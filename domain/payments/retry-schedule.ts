import { DateTime } from 'luxon';
import type { RetryPolicy } from '../policies';
import { classifyDecline } from './decline-class';

const hoursOfDay = 24;

/** One declined attempt of ours. */
export interface DeclinedAttempt {
  readonly at: string;
  readonly declineCode: string;
}

/** What is known of an invoice when its next charge is planned. */
export interface RetryQuestion {
  readonly policy: RetryPolicy;
  /** Our own attempts of this invoice that were declined, oldest first. */
  readonly attempts: readonly DeclinedAttempt[];
  /** The failure that opened the invoice, made by whoever charged it first. */
  readonly firstDecline?: DeclinedAttempt;
  /** When the customer last changed the payment method: what was declined before says nothing about the new one. */
  readonly methodChangedAt?: string;
  /** Zone whose days and hours are kept apart. */
  readonly zone: string;
}

/** When an invoice may be charged next; `never` = not on this payment method. */
export interface RetryAnswer {
  /** An instant, or 'never'. */
  readonly mayChargeAt: string;
  readonly declineClass: string;
  readonly why: string;
}

/** The next moment at which the invoice may be charged; undefined = nothing stands in the way. */
export function nextCharge(question: RetryQuestion): RetryAnswer | undefined {
  const { policy } = question;
  const attempts = question.attempts.filter((attempt) => isOnThisMethod(attempt, question));
  const first =
    question.firstDecline && isOnThisMethod(question.firstDecline, question)
      ? question.firstDecline
      : undefined;
  const last = attempts.at(-1) ?? first;
  if (!last) return undefined;
  // A hard stop stays one, whatever another attempt said later.
  const stop = [...(first ? [first] : []), ...attempts].find(
    (one) => classifyDecline(policy, one.declineCode).rule.action === 'stop',
  );
  const { name, rule } = classifyDecline(policy, (stop ?? last).declineCode);
  const never = (why: string): RetryAnswer => ({ mayChargeAt: 'never', declineClass: name, why });
  switch (rule.action) {
    case 'stop':
      return never(`declines of class ${name} are not tried again on this payment method`);
    case 'customerMustAct':
      return never(`declines of class ${name} need the customer to act first`);
    case 'operator':
      return never(`declines of class ${name} are a fault of ours that an operator must mend`);
    case 'retry':
      // The failure that opened the invoice was an attempt too: the first of ours waits its turn after it.
      return spaced([...(first ? [first] : []), ...attempts], rule.waitsMs, question, name);
  }
}

function isOnThisMethod(attempt: DeclinedAttempt, { methodChangedAt }: RetryQuestion): boolean {
  return methodChangedAt === undefined || Date.parse(attempt.at) >= Date.parse(methodChangedAt);
}

function spaced(
  attempts: readonly DeclinedAttempt[],
  waitsMs: readonly number[],
  { zone }: RetryQuestion,
  declineClass: string,
): RetryAnswer {
  const wait = waitsMs[attempts.length - 1];
  if (wait === undefined) {
    return {
      mayChargeAt: 'never',
      declineClass,
      why: `class ${declineClass} allows ${waitsMs.length + 1} attempts and all were made`,
    };
  }
  const made = attempts.map((attempt) => DateTime.fromISO(attempt.at, { zone }));
  const last = made.at(-1) ?? DateTime.fromMillis(0, { zone });
  const at = onAnotherDayAndHour(last.plus({ milliseconds: wait }), made);
  return {
    mayChargeAt: at.toUTC().toISO() ?? '',
    declineClass,
    why: `class ${declineClass} waits until then before attempt ${attempts.length + 1}`,
  };
}

// Issuers decline by patterns of day and hour: a later attempt at another hour of another day meets another answer.
function onAnotherDayAndHour(earliest: DateTime, made: readonly DateTime[]): DateTime {
  let at = earliest;
  const hoursMade = new Set(made.map((one) => one.hour));
  while (
    made.some((one) => one.hasSame(at, 'day')) ||
    (hoursMade.size < hoursOfDay && hoursMade.has(at.hour))
  ) {
    at = at.plus({ hours: 1 });
  }
  return at;
}

import type { EffectAnswer } from './effect-result';

/** What came of one invoice's charge. */
export interface ChargedInvoice {
  readonly answer: EffectAnswer;
  readonly amountMinor: number;
  /** Set when it was declined, or may not be charged because it was declined before. */
  readonly decline?: { readonly code: string; readonly declineClass: string; readonly retryAt?: string };
}

/** One answer for all invoices of an ask: a doubt first, then a decline, then what was put off or refused, then paid. */
export function chargeAnswer(charged: readonly ChargedInvoice[]): EffectAnswer {
  const answers = charged.map((one) => one.answer);
  const doubt = answers.find((answer) => answer.status === 'inDoubt');
  if (doubt) return doubt;
  const over = answers.find((answer) => answer.status === 'refused' && isEnd(answer.code));
  if (over) return over;
  const putOff = answers.filter((answer) => answer.status === 'deferred');
  const declined = charged.flatMap((one) => (one.decline ? [one.decline] : []));
  if (declined.length > 0)
    return declinedAnswer(
      declined,
      putOff.map((answer) => answer.until),
    );
  const failed = answers.find((answer) => answer.status === 'failed');
  if (failed) return failed;
  const firstPutOff = [...putOff].sort((a, b) => Date.parse(a.until) - Date.parse(b.until))[0];
  if (firstPutOff) return firstPutOff;
  const refused = answers.find((answer) => answer.status === 'refused');
  if (refused) return refused;
  if (charged.length === 0)
    return { status: 'refused', code: 'nothingToDo', why: 'no invoice of the customer is open' };
  const amount = charged.reduce((sum, one) => sum + one.amountMinor, 0);
  return { status: 'done', outcome: 'paid', count: charged.length, amount };
}

function isEnd(code: string): boolean {
  return code === 'stopped' || code === 'goalReached' || code === 'exited' || code === 'closed';
}

// The next attempt of any invoice is the next attempt of the step: the gate keeps the others back until their own time.
function declinedAnswer(
  declined: readonly NonNullable<ChargedInvoice['decline']>[],
  putOffUntil: readonly string[],
): EffectAnswer {
  const retries = [...declined.flatMap((one) => one.retryAt ?? []), ...putOffUntil];
  const retryAt = retries.sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  const { code, declineClass } =
    declined.find((one) => one.retryAt !== undefined && one.retryAt === retryAt) ?? declined[0]!;
  return { status: 'declined', code, declineClass, ...(retryAt === undefined ? {} : { retryAt }) };
}

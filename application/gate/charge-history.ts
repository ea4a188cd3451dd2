import type { ChargeHistory } from '../../domain/gate/gate-context';
import { chargeKey } from '../../domain/ids';
import { openingDecline } from '../../domain/payments/opening-decline';
import { nextCharge, type RetryAnswer } from '../../domain/payments/retry-schedule';
import type { Policies } from '../../domain/policies';
import type { Transaction } from '../../ports/store/store';
import { chargedCustomer } from '../../ports/store/tables/effects';
import { readChargeFacts, type ChargeFacts } from '../../ports/store/tables/gate-facts';
import { requestKeyOf, type EffectAsk } from './effect-ask';

/** The fact that says the customer has another payment method now. */
export const methodChangedSignal = 'card_updated';

const lookAgainMs = 5 * 60_000;
const unsettled = ['reserved', 'attempting', 'inDoubt'];

/** What the gate and the charge itself need of an invoice. */
export interface ChargeRecord {
  readonly invoice: ChargeFacts['invoice'];
  /** Number of the next attempt. */
  readonly nextAttempt: number;
  readonly history?: ChargeHistory;
}

/** Reads an invoice's attempts and what the retry schedule makes of them; undefined for an invoice nobody knows. */
export async function chargeHistoryOf(
  tx: Transaction,
  ask: EffectAsk,
  moment: {
    readonly policies: Policies;
    readonly now: string;
    readonly zone: string;
    readonly workspace: string;
  },
): Promise<ChargeRecord | undefined> {
  const invoiceId = ask.invoiceId ?? '';
  const { customerKey } = ask;
  const facts = await readChargeFacts(tx, { customerKey, invoiceId, methodChangedSignal });
  if (!facts) return undefined;
  const nextAttempt = Math.max(0, ...facts.attempts.map((one) => one.attempt)) + 1;
  const payer = await chargedCustomer(tx, chargeKey(moment.workspace, invoiceId, nextAttempt));
  const history =
    payer === undefined || payer === customerKey
      ? historyOf(facts, requestKeyOf(ask), moment)
      : chargedToOther;
  return { invoice: facts.invoice, nextAttempt, history };
}

// An id stands for one invoice in the whole workspace: the same money must not move for two customers.
const chargedToOther: ChargeHistory = {
  mayChargeAt: 'never',
  why: 'an invoice of this id is charged to another customer: give each invoice an id of its own',
};

function historyOf(
  facts: ChargeFacts,
  ownKey: string,
  { policies, now, zone }: { readonly policies: Policies; readonly now: string; readonly zone: string },
): ChargeHistory | undefined {
  if (facts.invoice.state !== 'open')
    return { mayChargeAt: 'never', why: `the invoice is ${facts.invoice.state}` };
  const other = facts.attempts.find((one) => one.requestKey !== ownKey && unsettled.includes(one.state));
  if (other) {
    const later = new Date(Date.parse(now) + lookAgainMs).toISOString();
    return {
      mayChargeAt: later,
      why: `attempt ${other.attempt} of the invoice is not settled yet (${other.state})`,
    };
  }
  return scheduleOf(facts, { policies, zone }, ownKey);
}

/** What the retry schedule says after the attempts made so far; `except` leaves one attempt out. */
export function scheduleOf(
  facts: ChargeFacts,
  { policies, zone }: { readonly policies: Policies; readonly zone: string },
  except?: string,
): RetryAnswer | undefined {
  const { invoice, methodChangedAt } = facts;
  const attempts = facts.attempts.flatMap(({ requestKey, at, declineCode }) =>
    declineCode === null || requestKey === except ? [] : [{ at, declineCode }],
  );
  return nextCharge({
    policy: policies.retry,
    attempts,
    firstDecline: openingDecline(invoice, facts.attempts),
    methodChangedAt: methodChangedAt ?? undefined,
    zone,
  });
}

import type { EffectState, Verdict } from '../../domain/gate/verdict';
import { chargeKey } from '../../domain/ids';
import type { Transaction } from '../../ports/store/store';
import { findEffect, insertEffect, moveEffect, type EffectRow } from '../../ports/store/tables/effects';
import type { Application } from '../application';
import { lockCustomer } from '../lock-customer';
import { requestKeyOf, targetOf, type EffectAsk } from './effect-ask';
import type { Gated, GateParts } from './gate-parts';
import { judgeAsk, recordVerdict, type Judged } from './judge-ask';
import { spendBudget } from '../../ports/store/tables/budgets';
import type { ReadContext } from './read-context';

const stateOf: Readonly<Record<Verdict['verdict'], EffectState>> = {
  allowed: 'reserved',
  deferred: 'deferred',
  refused: 'refused',
};

/** Gives a verdict on an ask, once: a stored row answers a repeated ask, only a deferred one is judged again. */
export async function reserve(
  tx: Transaction,
  app: Application,
  asked: EffectAsk,
  parts: Pick<GateParts, 'judge'>,
): Promise<Gated> {
  const customer = await lockCustomer(tx, asked.customerKey);
  const ask = { ...asked, customerKey: customer.key };
  const stored = await findEffect(tx, requestKeyOf(ask));
  if (stored && stored.state !== 'deferred') return { row: stored };
  const judged = await judgeAsk(tx, app, ask, { customer, judge: parts.judge });
  const { read, verdict } = judged;
  const row = rowOf(ask, judged, app.workspace);
  if (row.state === 'reserved' && read.budget)
    await spendBudget(tx, { ...read.budget, amount: ask.amount ?? 0 });
  if (!stored) await insertEffect(tx, row);
  else await moveEffect(tx, stored.requestKey, ['deferred'], row);
  // An unchanged deferral, asked again, says nothing new.
  if (JSON.stringify(stored?.verdict) !== JSON.stringify(verdict)) await recordVerdict(tx, app, row, verdict);
  return row.state === 'reserved' ? { row, read } : { row };
}

function rowOf(ask: EffectAsk, { verdict, read }: Judged, workspace: string): EffectRow {
  const { effect } = ask;
  const { now } = read.context;
  const state = stateOf[verdict.verdict];
  return {
    requestKey: requestKeyOf(ask),
    businessKey: requestKeyOf(ask),
    customerKey: ask.customerKey,
    treatmentId: ask.treatmentId,
    step: ask.step,
    path: ask.path,
    target: targetOf(ask),
    kind: effect.kind,
    channel: effect.kind === 'message' ? effect.channel : null,
    class: effect.kind === 'message' ? effect.class : null,
    state,
    verdict,
    deferredUntil: verdict.verdict === 'deferred' ? verdict.until : null,
    spec: { effect, contactId: read.contact?.id, amount: ask.amount, notAfter: ask.notAfter },
    invoiceId: ask.invoiceId ?? null,
    attempt: null,
    receipt: null,
    reservedAt: state === 'reserved' ? now : null,
    attemptingAt: null,
    settledAt: state === 'refused' ? now : null,
    updatedAt: now,
    ...(state === 'reserved' && read.charge ? chargeOf(read.charge, workspace, effect, ask) : {}),
  };
}

// The attempt number is taken only with the reservation: a refused or deferred ask uses none up.
function chargeOf(
  charge: NonNullable<ReadContext['charge']>,
  workspace: string,
  effect: EffectAsk['effect'],
  ask: EffectAsk,
): Pick<EffectRow, 'businessKey' | 'attempt' | 'spec'> {
  const { invoice, nextAttempt } = charge;
  const { amountMinor, currency, paymentMethod } = invoice;
  return {
    businessKey: chargeKey(workspace, invoice.id, nextAttempt),
    attempt: nextAttempt,
    spec: {
      effect,
      notAfter: ask.notAfter,
      charge: { amountMinor, currency, paymentMethod: paymentMethod ?? undefined },
    },
  };
}

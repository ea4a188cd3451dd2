import type { EffectState, Verdict } from '../../domain/gate/verdict';
import { chargeKey } from '../../domain/ids';
import type { Transaction } from '../../ports/store/store';
import { findEffect, insertEffect, moveEffect, type EffectRow } from '../../ports/store/tables/effects';
import type { Application } from '../application';
import { appendLedger } from '../ledger/append';
import { lockCustomer } from '../lock-customer';
import { requestKeyOf, targetOf, type EffectAsk } from './effect-ask';
import type { Gated, GateParts } from './gate-parts';
import { readContext, type ReadContext } from './read-context';

const stateOf: Readonly<Record<Verdict['verdict'], EffectState>> = {
  allowed: 'reserved',
  deferred: 'deferred',
  refused: 'refused',
};

/** Gives a verdict on an ask, once: a stored row answers a repeated ask, only a deferred one is judged again. */
export async function reserve(
  tx: Transaction,
  app: Application,
  ask: EffectAsk,
  parts: Pick<GateParts, 'judge'>,
): Promise<Gated> {
  const customer = await lockCustomer(tx, ask.customerKey);
  const stored = await findEffect(tx, requestKeyOf(ask));
  if (stored && stored.state !== 'deferred') return { row: stored };
  const read = await readContext(tx, app, ask, customer);
  const verdict = parts.judge(read.context);
  const judged = rowOf(ask, { verdict, read, now: read.context.now, workspace: app.workspace });
  if (!stored) await insertEffect(tx, judged);
  else await moveEffect(tx, stored.requestKey, ['deferred'], judged);
  // An unchanged deferral, asked again, says nothing new.
  if (JSON.stringify(stored?.verdict) !== JSON.stringify(verdict)) {
    const { requestKey, kind, target } = judged;
    await appendLedger(tx, app, ask.customerKey, {
      kind: 'verdict',
      content: { requestKey, effect: kind, target, ...verdict },
    });
  }
  return judged.state === 'reserved' ? { row: judged, read } : { row: judged };
}

interface Judged {
  readonly verdict: Verdict;
  readonly read: ReadContext;
  readonly now: string;
  readonly workspace: string;
}

function rowOf(ask: EffectAsk, { verdict, read, now, workspace }: Judged): EffectRow {
  const { effect } = ask;
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

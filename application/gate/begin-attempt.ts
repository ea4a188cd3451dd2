import type { EffectState, Verdict } from '../../domain/gate/verdict';
import type { Transaction } from '../../ports/store/store';
import { getEffect, moveEffect, type EffectChange, type EffectRow } from '../../ports/store/tables/effects';
import type { Application } from '../application';
import { appendLedger } from '../ledger/append';
import { lockCustomer } from '../lock-customer';
import { requestKeyOf, type EffectAsk } from './effect-ask';
import type { Gated, GateParts } from './gate-parts';
import { judgeAsk, recordVerdict, type Judged } from './judge-ask';

/** Moves a reserved effect to `attempting`, just before the transport, if everything still speaks for it under the lock. */
export async function beginAttempt(
  tx: Transaction,
  app: Application,
  ask: EffectAsk,
  parts: Pick<GateParts, 'judge'>,
): Promise<Gated> {
  const { row, judged } = await judgeAgain(tx, app, ask, { ...parts, among: ['reserved'] });
  if (!judged) return { row };
  const { read, verdict } = judged;
  const { now } = read.context;
  if (verdict.verdict !== 'allowed') return { row: await withdraw(tx, app, row, { verdict, now }) };
  const spec = { ...row.spec, contactId: read.contact?.id ?? row.spec.contactId };
  const begun = await moveEffect(tx, row.requestKey, ['reserved'], {
    state: 'attempting',
    attemptingAt: now,
    spec,
    updatedAt: now,
  });
  const { requestKey, businessKey, attempt, kind, target } = row;
  await appendLedger(tx, app, row.customerKey, {
    kind: 'attempt',
    content: { requestKey, businessKey, effect: kind, target, attempt },
    personal: read.context.recipient ? { recipient: read.context.recipient.address } : {},
  });
  return { row: begun ?? row, read };
}

/** Judges an effect already `attempting` whose request was lost: it is repeated only if it is still wanted. */
export async function repeatAttempt(
  tx: Transaction,
  app: Application,
  ask: EffectAsk,
  parts: Pick<GateParts, 'judge'>,
): Promise<Gated> {
  const { row, judged } = await judgeAgain(tx, app, ask, { ...parts, among: ['attempting', 'inDoubt'] });
  return judged?.verdict.verdict === 'allowed' ? { row, read: judged.read } : { row };
}

/** Judges the stored effect anew if it is in one of these states. */
async function judgeAgain(
  tx: Transaction,
  app: Application,
  ask: EffectAsk,
  { judge, among }: Pick<GateParts, 'judge'> & { readonly among: readonly EffectState[] },
): Promise<{ readonly row: EffectRow; readonly judged?: Judged }> {
  const customer = await lockCustomer(tx, ask.customerKey);
  const row = await getEffect(tx, requestKeyOf(ask));
  if (!among.includes(row.state)) return { row };
  const own = { ...ask, customerKey: customer.key };
  return { row, judged: await judgeAsk(tx, app, own, { customer, judge }) };
}

async function withdraw(
  tx: Transaction,
  app: Application,
  row: EffectRow,
  { verdict, now }: { readonly verdict: Exclude<Verdict, { verdict: 'allowed' }>; readonly now: string },
): Promise<EffectRow> {
  const change: EffectChange =
    verdict.verdict === 'deferred'
      ? { state: 'deferred', verdict, deferredUntil: verdict.until }
      : { state: 'released', verdict, settledAt: now };
  const moved = await moveEffect(tx, row.requestKey, ['reserved'], { ...change, updatedAt: now });
  await recordVerdict(tx, app, row, verdict);
  return moved ?? row;
}

import type { Verdict } from '../../domain/gate/verdict';
import type { Transaction } from '../../ports/store/store';
import { getEffect, moveEffect, type EffectChange, type EffectRow } from '../../ports/store/tables/effects';
import type { Application } from '../application';
import { appendLedger } from '../ledger/append';
import { lockCustomer } from '../lock-customer';
import { requestKeyOf, type EffectAsk } from './effect-ask';
import type { Gated, GateParts } from './gate-parts';
import { readContext } from './read-context';

/** Moves a reserved effect to `attempting`, just before the transport, if everything still speaks for it under the lock. */
export async function beginAttempt(
  tx: Transaction,
  app: Application,
  ask: EffectAsk,
  parts: Pick<GateParts, 'judge'>,
): Promise<Gated> {
  const customer = await lockCustomer(tx, ask.customerKey);
  const row = await getEffect(tx, requestKeyOf(ask));
  if (row.state !== 'reserved') return { row };
  const read = await readContext(tx, app, ask, customer);
  const { now } = read.context;
  const verdict = parts.judge(read.context);
  if (verdict.verdict !== 'allowed') return { row: await withdraw(tx, app, row, { verdict, now }) };
  const spec = { ...row.spec, contactId: read.contact?.id ?? row.spec.contactId };
  const begun = await moveEffect(tx, row.requestKey, ['reserved'], {
    state: 'attempting',
    attemptingAt: now,
    spec,
    updatedAt: now,
  });
  const { requestKey, businessKey, attempt, kind, target } = row;
  await appendLedger(tx, app, ask.customerKey, {
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
  const customer = await lockCustomer(tx, ask.customerKey);
  const row = await getEffect(tx, requestKeyOf(ask));
  if (row.state !== 'attempting' && row.state !== 'inDoubt') return { row };
  const read = await readContext(tx, app, ask, customer);
  const verdict = parts.judge(read.context);
  return verdict.verdict === 'allowed' ? { row, read } : { row };
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
  const { requestKey, kind, target } = row;
  await appendLedger(tx, app, row.customerKey, {
    kind: 'verdict',
    content: { requestKey, effect: kind, target, ...verdict },
  });
  return moved ?? row;
}

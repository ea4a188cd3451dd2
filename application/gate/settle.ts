import type { EffectState } from '../../domain/gate/verdict';
import type { Transaction } from '../../ports/store/store';
import { getEffect, moveEffect, type EffectReceipt, type EffectRow } from '../../ports/store/tables/effects';
import type { Application } from '../application';
import { appendLedger } from '../ledger/append';
import { lockCustomer } from '../lock-customer';

/** How an attempt ended. `notSent`: the transport says for sure that nothing happened, so it may be tried again. */
export type AttemptEnd =
  | { readonly state: 'done' | 'failed'; readonly receipt: EffectReceipt }
  | { readonly state: 'inDoubt'; readonly why: string }
  | { readonly state: 'notSent'; readonly error: Error };

/** What a settlement came to; `settledHere` is false when another attempt had settled the row before. */
export interface Settled {
  readonly row: EffectRow;
  readonly settledHere: boolean;
}

/** Writes the end of an attempt, by compare-and-set: a timed-out attempt may still finish after a retry put it in doubt. */
export async function settle(
  tx: Transaction,
  app: Application,
  row: EffectRow,
  end: AttemptEnd,
): Promise<Settled> {
  const customer = await lockCustomer(tx, row.customerKey);
  const now = app.clock.now();
  const from: readonly EffectState[] =
    end.state === 'done' || end.state === 'failed' ? ['attempting', 'inDoubt'] : ['attempting'];
  const state = end.state === 'notSent' ? 'reserved' : end.state;
  const receipt = receiptOf(end);
  const moved = await moveEffect(tx, row.requestKey, from, {
    state,
    receipt,
    settledAt: state === 'reserved' ? undefined : now,
    updatedAt: now,
  });
  if (!moved) return { row: await getEffect(tx, row.requestKey), settledHere: false };
  const { requestKey, kind } = row;
  await appendLedger(tx, app, customer.key, {
    kind: 'receipt',
    content: { requestKey, effect: kind, state: end.state, ...receipt },
  });
  return { row: moved, settledHere: true };
}

function receiptOf(end: AttemptEnd): EffectReceipt {
  switch (end.state) {
    case 'done':
    case 'failed':
      return end.receipt;
    case 'inDoubt':
      return { outcome: 'inDoubt', why: end.why };
    case 'notSent':
      return { outcome: 'notSent', why: end.error.message };
  }
}

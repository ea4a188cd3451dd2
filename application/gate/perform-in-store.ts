import type { Transaction } from '../../ports/store/store';
import { moveEffect, type EffectReceipt, type EffectRow } from '../../ports/store/tables/effects';
import type { Application } from '../application';
import { appendLedgerEntries } from '../ledger/append';
import type { EffectAsk } from './effect-ask';
import type { GateParts } from './gate-parts';
import type { Performed, Report } from './perform-gated';
import { reserve } from './reserve';

/** An effect whose outside world is our own store. */
export interface StoreWork<T> {
  readonly act: (tx: Transaction, row: EffectRow) => Promise<EffectReceipt>;
  readonly report: Report<T>;
  readonly parts: GateParts;
}

/** Passes an effect on our own store through the gate: verdict, act and receipt in one transaction, so nothing is ever half done. */
export async function performInStore<T>(
  app: Application,
  ask: EffectAsk,
  work: StoreWork<T>,
): Promise<Performed<T>> {
  return app.store.transaction(async (tx) => {
    const { row } = await reserve(tx, app, ask, work.parts);
    const settled =
      row.state === 'reserved' ? await settleAtOnce(tx, app, row, await work.act(tx, row)) : row;
    return { row: settled, report: await work.report(tx, settled) };
  });
}

async function settleAtOnce(
  tx: Transaction,
  app: Application,
  row: EffectRow,
  receipt: EffectReceipt,
): Promise<EffectRow> {
  const now = app.clock.now();
  const done = { state: 'done', receipt, attemptingAt: now, settledAt: now, updatedAt: now } as const;
  const moved = await moveEffect(tx, row.requestKey, ['reserved'], done);
  const { requestKey, businessKey, kind, target } = row;
  await appendLedgerEntries(tx, app, row.customerKey, [
    { kind: 'attempt', content: { requestKey, businessKey, effect: kind, target } },
    { kind: 'receipt', content: { requestKey, effect: kind, state: 'done', ...receipt } },
  ]);
  return moved ?? row;
}

import { customersWithDueHolds, releaseDueHolds } from '../ports/store/tables/holds';
import type { Transaction } from '../ports/store/store';
import type { Application } from './application';
import { appendLedgerEntries } from './ledger/append';
import { lockCustomer } from './lock-customer';

/** Releases every hold whose time is over, of at most so many customers; gives how many, and whether more may be due. */
export async function releaseExpiredHolds(
  app: Application,
  options: { readonly now: string; readonly limit: number },
): Promise<{ readonly released: number; readonly more: boolean }> {
  const { now, limit } = options;
  const keys = await app.store.transaction((tx) => customersWithDueHolds(tx, now, limit));
  let released = 0;
  for (const key of keys) released += await app.store.transaction((tx) => releaseOf(tx, app, key, now));
  return { released, more: keys.length === limit };
}

async function releaseOf(tx: Transaction, app: Application, due: string, now: string): Promise<number> {
  const { key } = await lockCustomer(tx, due);
  const holds = await releaseDueHolds(tx, key, { at: now, why: 'its time is over' });
  await appendLedgerEntries(
    tx,
    app,
    key,
    holds.map(({ what, treatmentId }) => ({
      kind: 'control' as const,
      content: { control: 'holdExpired', what, treatmentId },
    })),
  );
  return holds.length;
}

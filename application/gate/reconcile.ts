import { listUnsettledEffects, type EffectRow } from '../../ports/store/tables/effects';
import type { Application } from '../application';
import type { Transport } from './perform-gated';
import { settle, type AttemptEnd } from './settle';

// Providers forget idempotency keys after a day, and a request does not travel that long.
const forgottenMs = 24 * 3_600_000;

/** How an effect that was cut off can be looked up, by its kind. */
export type TransportOf = (row: EffectRow) => Pick<Transport<unknown>, 'recover' | 'settled'> | undefined;

/** Settles effects that were begun longer ago than `olderThanMs` and whose treatment no longer asks; gives those it settled. */
export async function reconcileEffects(
  app: Application,
  transportOf: TransportOf,
  options: { readonly olderThanMs: number; readonly limit: number },
): Promise<EffectRow[]> {
  const nowMs = Date.parse(app.clock.now());
  const before = new Date(nowMs - options.olderThanMs).toISOString();
  const rows = await app.store.transaction((tx) => listUnsettledEffects(tx, before, options.limit));
  const settled: EffectRow[] = [];
  for (const row of rows) {
    const transport = transportOf(row);
    const end = transport && (await endOf(row, transport, nowMs));
    if (!transport || !end) continue;
    await app.store.transaction(async (tx) => {
      const done = await settle(tx, app, row, end);
      if (!done.settledHere) return;
      await transport.settled(tx, done.row);
      settled.push(done.row);
    });
  }
  return settled;
}

async function endOf(
  row: EffectRow,
  transport: Pick<Transport<unknown>, 'recover'>,
  nowMs: number,
): Promise<AttemptEnd | undefined> {
  const found = await transport.recover(row);
  if (found !== 'repeat') return found;
  const forgotten = row.attemptingAt !== null && nowMs - Date.parse(row.attemptingAt) > forgottenMs;
  if (!forgotten) return undefined;
  return {
    state: 'failed',
    receipt: { outcome: 'failed', code: 'notBooked', why: 'the other side has no record of it after a day' },
  };
}

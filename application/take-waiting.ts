import type { Transaction } from '../ports/store/store';
import type { Identity } from '../ports/store/tables/identities';
import { settleUnresolved, type UnresolvedRow, waitingFor } from '../ports/store/tables/unresolved';
import type { Application } from './application';
import { withBlocklistHits } from './blocklist/hit-facts';
import { crossingFault, type CrossingInput } from './check-crossing';
import { signalFault, type SignalInput } from './check-signal';
import { type ItemResult, rejected } from './item-result';
import { takeCrossings } from './take-crossings';
import { takeSignals } from './take-signals';

/** What became of the items that waited for a customer's identities. */
export interface TakenWaiting {
  readonly taken: number;
  /** The book no longer takes them; they are listed with the reason. */
  readonly refused: number;
}

/**
 * Takes what waited for identities that a customer now has, in the order it happened and as of its own time: facts
 * first, then ready-made crossings. The customer and the identities must be locked.
 */
export async function takeWaiting(
  tx: Transaction,
  app: Application,
  customerKey: string,
  identities: readonly Identity[],
): Promise<TakenWaiting> {
  const rows = await waitingFor(tx, identities);
  let taken = 0;
  for (const backfill of [true, false]) {
    for (const what of ['signal', 'crossing'] as const) {
      const own = rows.filter((row) => row.what === what && row.backfill === backfill);
      if (own.length > 0) taken += await takeRows(tx, app, { customerKey, what, backfill, rows: own });
    }
  }
  return { taken, refused: rows.length - taken };
}

interface Waiting {
  readonly customerKey: string;
  readonly what: UnresolvedRow['what'];
  readonly backfill: boolean;
  readonly rows: readonly UnresolvedRow[];
}

async function takeRows(tx: Transaction, app: Application, waiting: Waiting): Promise<number> {
  const results = await (waiting.what === 'signal' ? signalsOf : crossingsOf)(tx, app, waiting);
  let taken = 0;
  for (const [n, row] of waiting.rows.entries()) {
    const { status, message } = results[n] ?? rejected(row.id, notTaken);
    const state = status === 'rejected' ? 'refused' : 'taken';
    if (state === 'taken') taken += 1;
    const why = state === 'refused' && message !== undefined ? { why: message } : {};
    await settleUnresolved(tx, row, { state, customerKey: waiting.customerKey, at: app.clock.now(), ...why });
  }
  return taken;
}

const notTaken = { code: 'notTaken', message: 'it was neither taken nor refused', field: 'id' };

async function signalsOf(
  tx: Transaction,
  app: Application,
  { customerKey, rows, backfill }: Waiting,
): Promise<ItemResult[]> {
  const book = await app.books.active(tx);
  const items = rows.map((row) => ({
    ...(row.item as SignalInput),
    customer: customerKey,
    asOfOccurred: true,
  }));
  const fit = items.map((item) => signalFault(book, item, app.clock.now()));
  const blocklist = backfill ? undefined : book.policies.blocklist;
  const own = items.filter((_, n) => !fit[n]);
  const { items: all, resultsOf } = await withBlocklistHits(tx, app, own, blocklist);
  const results = all.length === 0 ? [] : await takeSignals(tx, app, { customerKey, items: all, backfill });
  return merged(items, fit, resultsOf(results));
}

async function crossingsOf(
  tx: Transaction,
  app: Application,
  { customerKey, rows, backfill }: Waiting,
): Promise<ItemResult[]> {
  const book = await app.books.active(tx);
  const items = rows.map((row) => ({ ...(row.item as CrossingInput), customer: customerKey }));
  const fit = items.map((item) => crossingFault(book, item, app.clock.now()));
  const own = items.filter((_, n) => !fit[n]);
  const results = own.length === 0 ? [] : await takeCrossings(tx, app, { customerKey, items: own, backfill });
  return merged(items, fit, results);
}

function merged(
  items: readonly { readonly id: string }[],
  faults: readonly (Parameters<typeof rejected>[1] | undefined)[],
  results: readonly ItemResult[],
): ItemResult[] {
  let next = 0;
  return items.map(({ id }, n) => {
    const fault = faults[n];
    return fault ? rejected(id, fault) : (results[next++] ?? rejected(id, notTaken));
  });
}

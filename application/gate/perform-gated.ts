import type { Transaction } from '../../ports/store/store';
import type { EffectRow } from '../../ports/store/tables/effects';
import type { Application } from '../application';
import { repeatAttempt } from './begin-attempt';
import type { EffectAsk } from './effect-ask';
import type { GateParts } from './gate-parts';
import type { ReadContext } from './read-context';
import { reserve } from './reserve';
import { settle, type AttemptEnd } from './settle';

/** One call to the outside world, with what surrounds it. */
export interface Transport<P> {
  /** Reads what the call needs, in the transaction that begins the attempt. */
  readonly prepare: (tx: Transaction, row: EffectRow, read: ReadContext) => Promise<P>;
  /** Makes the call; throws when it cannot be said whether it happened. */
  readonly send: (row: EffectRow, prepared: P) => Promise<AttemptEnd>;
  /** What became of an attempt that a crash cut off; 'repeat' = nothing is known of it and repeating is safe. */
  readonly recover: (row: EffectRow) => Promise<AttemptEnd | 'repeat'>;
  /** Writes what follows from the end, in its transaction; called once. */
  readonly settled: (tx: Transaction, row: EffectRow) => Promise<void>;
}

/** The last transaction of an ask; what it reads belongs to the answer. */
export type Report<T> = (tx: Transaction, row: EffectRow) => Promise<T>;

/** An effect is under way in another attempt of the same activity; asking again later finds its end. */
export class EffectUnderWay extends Error {
  override readonly name = 'EffectUnderWay';
  constructor(requestKey: string) {
    super(`the effect ${requestKey} is under way in another attempt`);
  }
}

/** What performing an effect needs beside the ask. */
export interface GatedWork<P, T> {
  readonly transport: Transport<P>;
  readonly report: Report<T>;
  readonly parts: GateParts;
}

/** An effect's row with what the last transaction reported. */
export interface Performed<T> {
  readonly row: EffectRow;
  readonly report: T;
}

type Step<P, T> =
  | { readonly next: 'over'; readonly performed: Performed<T> }
  | { readonly next: 'call'; readonly row: EffectRow; readonly prepared: P };

/** Passes one effect through the gate: verdict, attempt, call, receipt; each in a transaction of its own, the call in none. */
export async function performGated<P, T>(
  app: Application,
  ask: EffectAsk,
  work: GatedWork<P, T>,
): Promise<Performed<T>> {
  const { transport, report, parts } = work;
  const asked = await app.store.transaction(async (tx) => {
    const { row } = await reserve(tx, app, ask, parts);
    const goesOn = isUnderWay(row) || row.state === 'reserved';
    return goesOn ? { row } : { row, performed: { row, report: await report(tx, row) } };
  });
  if (asked.performed) return asked.performed;
  if (isUnderWay(asked.row)) return recover(app, ask, asked.row, work);
  parts.crash('afterReserve', asked.row.kind);
  const begun = await app.store.transaction(async (tx): Promise<Step<P, T>> => {
    const { row, read } = await parts.beginAttempt(tx, app, ask, parts);
    if (read) return { next: 'call', row, prepared: await transport.prepare(tx, row, read) };
    if (isUnderWay(row)) throw new EffectUnderWay(row.requestKey);
    return { next: 'over', performed: { row, report: await report(tx, row) } };
  });
  if (begun.next === 'over') return begun.performed;
  parts.crash('afterAttempting', begun.row.kind);
  return finish(app, begun.row, await call(work, begun.row, begun.prepared), work);
}

async function recover<P, T>(
  app: Application,
  ask: EffectAsk,
  row: EffectRow,
  work: GatedWork<P, T>,
): Promise<Performed<T>> {
  const { transport, parts } = work;
  const end = await transport.recover(row);
  if (end !== 'repeat') return finish(app, row, end, work);
  const again = await app.store.transaction(async (tx) => {
    const gated = await repeatAttempt(tx, app, ask, parts);
    return gated.read ? { prepared: await transport.prepare(tx, row, gated.read) } : undefined;
  });
  if (again) return finish(app, row, await call(work, row, again.prepared), work);
  // The first request may still arrive, so the row cannot be released; it is looked up again later.
  return finish(
    app,
    row,
    { state: 'inDoubt', why: 'cut off before an answer, not booked so far, and no longer wanted' },
    work,
  );
}

async function call<P, T>(
  { transport, parts }: GatedWork<P, T>,
  row: EffectRow,
  prepared: P,
): Promise<AttemptEnd> {
  const end = await transport.send(row, prepared);
  parts.crash('afterTransport', row.kind);
  return end;
}

async function finish<P, T>(
  app: Application,
  row: EffectRow,
  end: AttemptEnd,
  work: GatedWork<P, T>,
): Promise<Performed<T>> {
  if (end.state === 'notSent') {
    await app.store.transaction((tx) => settle(tx, app, row, end));
    throw end.error;
  }
  return app.store.transaction(async (tx) => {
    const settled = await settle(tx, app, row, end);
    if (settled.settledHere) await work.transport.settled(tx, settled.row);
    // Another attempt has put it back meanwhile: asking again finds what becomes of it.
    if (settled.row.state === 'reserved' || settled.row.state === 'attempting')
      throw new EffectUnderWay(row.requestKey);
    return { row: settled.row, report: await work.report(tx, settled.row) };
  });
}

function isUnderWay(row: EffectRow): boolean {
  return row.state === 'attempting' || (row.state === 'inDoubt' && row.kind === 'charge');
}

import type { Transaction } from '../ports/store/store';
import { findByIdentity, type Identity } from '../ports/store/tables/identities';
import { lockIdentities } from '../ports/store/tables/unresolved';
import { acceptCrossings } from './accept-crossings';
import { type AcceptOptions, acceptSignals } from './accept-signals';
import type { Application } from './application';
import { crossingFault, type CrossingInput } from './check-crossing';
import { type SignalFault, signalFault, type SignalInput } from './check-signal';
import { type ItemResult, rejected } from './item-result';
import { fileUnresolved, type Unresolved } from './file-unresolved';

/** An item about a customer by the caller's id, or by an identity that one has or will have. */
export interface Addressed<T> {
  readonly customer?: string | undefined;
  readonly identity?: Identity | undefined;
  /** The item, once it is said whose it is. */
  readonly of: (customer: string) => T;
}

/** Takes facts; one whose identity no customer has waits until one has it. */
export async function takeAddressedSignals(
  app: Application,
  items: readonly Addressed<SignalInput>[],
  options: AcceptOptions,
): Promise<ItemResult[]> {
  const now = app.clock.now();
  const book = await app.store.transaction((tx) => app.books.active(tx));
  return takeAddressed<SignalInput>(app, items, {
    fault: (item) => signalFault(book, item, now),
    unresolved: (item) => ({ what: 'signal', item, occurredAt: item.occurredAt, backfill: options.backfill }),
    accept: (known) => acceptSignals(app, known, options),
  });
}

/** Takes ready-made crossings; one whose identity no customer has waits until one has it. */
export async function takeAddressedCrossings(
  app: Application,
  items: readonly Addressed<CrossingInput>[],
  options: AcceptOptions,
): Promise<ItemResult[]> {
  const now = app.clock.now();
  const book = await app.store.transaction((tx) => app.books.active(tx));
  return takeAddressed<CrossingInput>(app, items, {
    fault: (item) => crossingFault(book, item, now),
    unresolved: (item) => ({
      what: 'crossing',
      item,
      occurredAt: item.occurredAt ?? now,
      backfill: options.backfill,
    }),
    accept: (known) => acceptCrossings(app, known, options),
  });
}

interface Way<T> {
  readonly fault: (item: T) => SignalFault | undefined;
  readonly unresolved: (item: T) => Unresolved;
  readonly accept: (items: readonly T[]) => Promise<ItemResult[]>;
}

async function takeAddressed<T extends { readonly id: string }>(
  app: Application,
  items: readonly Addressed<T>[],
  way: Way<T>,
): Promise<ItemResult[]> {
  const identities = items.flatMap(({ identity }) => identity ?? []);
  if (identities.length === 0) return way.accept(items.map(({ customer = '', of }) => of(customer)));
  const looked = await app.store.transaction(async (tx) => {
    await lockIdentities(tx, identities);
    return eachInOrder(items, (one) => lookUp(tx, app, way, one));
  });
  const known = looked.flatMap(({ known: item }) => item ?? []);
  const taken = known.length === 0 ? [] : await way.accept(known);
  let next = 0;
  return looked.map(({ result }) => result ?? taken[next++] ?? lost());
}

interface Looked<T> {
  /** Whose it is is known. */
  readonly known?: T;
  /** What became of it, otherwise. */
  readonly result?: ItemResult;
}

async function lookUp<T extends { readonly id: string }>(
  tx: Transaction,
  app: Application,
  way: Way<T>,
  { customer, identity, of }: Addressed<T>,
): Promise<Looked<T>> {
  const key = identity ? await ownerOf(tx, identity) : customer;
  if (key !== undefined || !identity) return { known: of(key ?? '') };
  const item = of('');
  const fault = way.fault(item);
  if (fault) return { result: rejected(item.id, fault) };
  return { result: await fileUnresolved(tx, app, identity, way.unresolved(item)) };
}

async function ownerOf(tx: Transaction, { kind, value }: Identity): Promise<string | undefined> {
  return (await findByIdentity(tx, kind, [value])).get(value);
}

async function eachInOrder<T, R>(list: readonly T[], act: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const one of list) results.push(await act(one));
  return results;
}

function lost(): never {
  throw new Error('fewer results came back than items were taken');
}

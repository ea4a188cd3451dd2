import type { Transaction } from '../ports/store/store';
import type { Identity } from '../ports/store/tables/identities';
import { insertUnresolved } from '../ports/store/tables/unresolved';
import type { Application } from './application';
import type { CrossingInput } from './check-crossing';
import type { SignalInput } from './check-signal';
import { type ItemResult, rejected } from './item-result';
import { sameData } from './same-data';
import { takenId } from './taken-id';

/** What an item without a customer is, in either way in. */
export type Unresolved = { readonly occurredAt: string; readonly backfill?: boolean | undefined } & (
  | { readonly what: 'signal'; readonly item: SignalInput }
  | { readonly what: 'crossing'; readonly item: CrossingInput }
);

// Where the book does not say: as long as the longest reasonable delay of another system's ids.
const defaultWaitMs = 90 * 24 * 3_600_000;

/** Keeps an item until somebody has its identity; it has been checked, so that what waits can be taken. */
export async function fileUnresolved(
  tx: Transaction,
  app: Application,
  identity: Identity,
  { what, item, occurredAt, backfill = false }: Unresolved,
): Promise<ItemResult> {
  const receivedAt = app.clock.now();
  const { identities } = (await app.books.active(tx)).policies;
  const expiresAt = new Date(Date.parse(receivedAt) + (identities?.waitMs ?? defaultWaitMs)).toISOString();
  const { id, origin } = item;
  const known = await insertUnresolved(tx, {
    what,
    origin,
    id,
    identity,
    item,
    backfill,
    occurredAt: new Date(occurredAt).toISOString(),
    receivedAt,
    expiresAt,
  });
  if (known) {
    const fault = takenId(what === 'signal' ? 'fact' : 'crossing', {
      identity: [known.identity, identity],
      ...(sameData(known.item, item) ? {} : { content: [known.item, item] }),
    });
    return fault ? rejected(id, fault) : { id, status: 'duplicate', crossings: [], treatments: [] };
  }
  const message = `no customer has this identity: it waits until one has, at most until ${expiresAt}`;
  return { id, status: 'accepted', code: 'unresolved', message, crossings: [], treatments: [] };
}

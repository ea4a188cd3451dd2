import type { InboxItem } from '../domain/inbox';
import type { Transaction } from '../ports/store/store';
import { insertInboxItem } from '../ports/store/tables/inbox-items';
import type { Application } from './application';

type Unnumbered<T> = T extends unknown ? Omit<T, 'seq'> : never;

/** An inbox item before it has its number. */
export type NewInboxItem = Unnumbered<InboxItem>;

/**
 * Addresses an item to a treatment: numbers it, stores it and has the relay deliver it.
 * The customer must be locked. Gives the number, or undefined when the treatment is closed.
 */
export async function addInboxItem(
  tx: Transaction,
  app: Pick<Application, 'clock'>,
  treatmentId: string,
  item: NewInboxItem,
): Promise<number | undefined> {
  return insertInboxItem(tx, treatmentId, item, app.clock.now());
}

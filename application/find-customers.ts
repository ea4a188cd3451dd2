import { customerKeyFrom } from '../domain/ids';
import type { Transaction } from '../ports/store/store';
import { findByIdentity, findKeys, insertCustomers } from '../ports/store/tables/identities';
import type { Application } from './application';

const keyForm = /^[0-9a-hjkmnp-tv-z]{12}$/;

/** Keys of customers by the caller's ids (or keys) of one kind; those never seen before are made. */
export async function findOrMakeCustomers(
  tx: Transaction,
  app: Pick<Application, 'clock' | 'randomBytes'>,
  ids: readonly string[],
  kind = 'id',
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let missing = [...new Set(ids)];
  while (missing.length > 0) {
    for (const [id, key] of await findCustomers(tx, missing, kind)) found.set(id, key);
    missing = missing.filter((id) => !found.has(id));
    if (missing.length === 0) break;
    const made = missing.map((value) => ({ value, key: customerKeyFrom(app.randomBytes(12)) }));
    for (const [id, key] of await insertCustomers(tx, kind, made, app.clock.now())) found.set(id, key);
    // What someone else made at the same moment is found in the next round.
    missing = missing.filter((id) => !found.has(id));
  }
  return found;
}

/** Keys of the known ones; an identity is looked for before a key. */
export async function findCustomers(
  tx: Transaction,
  ids: readonly string[],
  kind = 'id',
): Promise<Map<string, string>> {
  const found = await findByIdentity(tx, kind, ids);
  const keys = ids.filter((id) => !found.has(id) && keyForm.test(id));
  if (kind !== 'id' || keys.length === 0) return found;
  for (const [asked, key] of await findKeys(tx, keys)) found.set(asked, key);
  return found;
}

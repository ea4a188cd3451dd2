import { addIdentities, type Identity } from '../ports/store/tables/identities';
import { expireUnresolved, lockIdentities } from '../ports/store/tables/unresolved';
import type { Application, Refusal } from './application';
import { IdentityTaken, resolveCustomer } from './customers';
import { lockCustomer } from './lock-customer';
import { takeWaiting, type TakenWaiting } from './take-waiting';

/** Gives an identity to a customer by hand, and takes what waited for it. */
export async function assignIdentity(
  app: Application,
  { identity, customer }: { readonly identity: Identity; readonly customer: string },
): Promise<({ readonly ok: true; readonly customerKey: string } & TakenWaiting) | Refusal> {
  return app.store.transaction(async (tx) => {
    const found = await resolveCustomer(tx, customer);
    if (found === undefined) {
      const message = 'no customer has this id: send a signal or PUT the customer first';
      return { ok: false, code: 'unknownCustomer', message, field: 'customer' };
    }
    const { key } = await lockCustomer(tx, found);
    await lockIdentities(tx, [identity]);
    const taken = await addIdentities(tx, key, [identity]);
    if (taken) return new IdentityTaken(taken.kind, 'identity').refusal;
    return { ok: true, customerKey: key, ...(await takeWaiting(tx, app, key, [identity])) };
  });
}

/** Marks what has waited too long and says so loudly; nothing is deleted, it can still be assigned. */
export async function expireWaiting(
  app: Application,
  options: { readonly now: string; readonly limit: number },
): Promise<number> {
  const expired = await app.store.transaction((tx) => expireUnresolved(tx, options.now, options.limit));
  if (expired > 0) {
    const line = `${expired} facts have waited too long for a customer with their identity: tideline unresolved list --state expired`;
    app.log.warn({ expired }, 'facts have waited too long for a customer with their identity');
    app.alert?.(line);
  }
  return expired;
}

import { releaseDueHolds, releaseHoldsOn } from '../ports/store/tables/holds';
import type { Transaction } from '../ports/store/store';
import type { Actor, Application, Refusal } from './application';
import { resolveCustomer } from './customers';
import { appendLedgerEntries } from './ledger/append';
import { lockCustomer } from './lock-customer';
import { workOff, type Worked } from './sweep-work';

/** Releases every hold whose time is over, of at most so many customers; the results are how many of each. */
export async function releaseExpiredHolds(
  app: Application,
  options: { readonly now: string; readonly limit: number },
): Promise<Worked<number>> {
  return workOff(app, { what: 'hold', ...options }, (tx, key) => releaseOf(tx, app, key, options.now));
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

/** Who releases something of a customer, and why. */
export interface ReleaseAsk {
  /** The caller's id of the customer, or its key. */
  readonly customer: string;
  readonly what: string;
  readonly reason: string;
  readonly actor: Actor;
}

/** A person releases one thing of a customer, whatever holds it: every block can be undone. */
export async function releaseByPerson(
  app: Application,
  { customer, what, reason, actor }: ReleaseAsk,
): Promise<{ readonly ok: true; readonly customerKey: string; readonly treatments: string[] } | Refusal> {
  if (actor.kind !== 'person')
    return {
      ok: false,
      code: 'notAPerson',
      message: 'a service cannot release a hold; use a token of a person',
    };
  return app.store.transaction(async (tx) => {
    const customerKey = await resolveCustomer(tx, customer);
    if (customerKey === undefined)
      return { ok: false, code: 'notFound', message: 'no customer has this id', field: 'id' };
    await lockCustomer(tx, customerKey);
    const at = app.clock.now();
    const treatments = await releaseHoldsOn(tx, { customerKey, what }, { at, why: reason });
    if (treatments.length === 0)
      return {
        ok: false,
        code: 'notFound',
        message: `nothing holds ${what} of this customer`,
        field: 'what',
      };
    await appendLedgerEntries(tx, app, customerKey, [
      {
        kind: 'control',
        content: { control: 'holdReleased', what, treatments, reason },
        personal: { by: actor.subject },
      },
    ]);
    return { ok: true, customerKey, treatments };
  });
}

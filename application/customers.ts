import type { SignalValue } from '../domain/signals/signal';
import type { Transaction } from '../ports/store/store';
import { type Consent, upsertConsents } from '../ports/store/tables/consents';
import { type Contact, upsertContacts } from '../ports/store/tables/contacts';
import { markBackfilled, updateCustomer } from '../ports/store/tables/customers';
import { addIdentities, type Identity } from '../ports/store/tables/identities';
import { lockIdentities } from '../ports/store/tables/unresolved';
import type { Actor, Application, Refusal } from './application';
import { backfillBegins } from './backfill';
import { customerRefusal } from './check-customer';
import { evaluateCustomer } from './evaluate-customer';
import { findCustomers, findOrMakeCustomers } from './find-customers';
import { appendLedger } from './ledger/append';
import { type CustomerRow, lockCustomer, nextPosition } from './lock-customer';
import { takeWaiting } from './take-waiting';

export type { Consent } from '../ports/store/tables/consents';
export type { Contact } from '../ports/store/tables/contacts';
export type { Identity } from '../ports/store/tables/identities';

/** What is said of a customer; what is left out stays as it is. */
export interface CustomerInput {
  readonly id: string;
  /** Kind of the id; absent = `id`. */
  readonly kind?: string;
  readonly attributes?: Readonly<Record<string, SignalValue>>;
  /** IANA zone. */
  readonly zone?: string;
  readonly identities?: readonly Identity[];
  readonly contacts?: readonly Contact[];
  readonly consents?: readonly (Omit<Consent, 'source'> & { readonly source?: string })[];
}

/** The customer that was written. */
export interface PutCustomer {
  readonly ok: true;
  readonly customerKey: string;
  readonly created: boolean;
}

/** Creates a customer or changes what is said of it, and evaluates it anew; in a backfill its facts or the next sweep do. */
export async function putCustomer(
  app: Application,
  input: CustomerInput,
  actor: Actor,
  options: { readonly backfill?: boolean } = {},
): Promise<PutCustomer | Refusal> {
  try {
    return await app.store.transaction(async (tx) => {
      const refusal = customerRefusal(await app.books.active(tx), input);
      return refusal ?? put(tx, app, input, { actor, backfill: options.backfill === true });
    });
  } catch (error) {
    if (error instanceof IdentityTaken) return error.refusal;
    throw error;
  }
}

/** The key behind an id (or a key), or undefined. */
export async function resolveCustomer(
  tx: Transaction,
  idOrKey: string,
  kind = 'id',
): Promise<string | undefined> {
  return (await findCustomers(tx, [idOrKey], kind)).get(idOrKey);
}

// Thrown, not returned, so that nothing of the request is kept.
export class IdentityTaken extends Error {
  readonly refusal: Refusal;
  constructor(kind: string, field = 'identities') {
    super('an identity belongs to another customer');
    this.name = 'IdentityTaken';
    const message = `one of the identities of kind "${kind}" belongs to another customer: leave it out, or send it with that customer`;
    this.refusal = { ok: false, code: 'conflict', message, field };
  }
}

async function put(
  tx: Transaction,
  app: Application,
  input: CustomerInput,
  { actor, backfill }: { readonly actor: Actor; readonly backfill: boolean },
): Promise<PutCustomer> {
  const before = await resolveCustomer(tx, input.id, input.kind);
  const keys = await findOrMakeCustomers(tx, app, [input.id], input.kind);
  const found = keys.get(input.id);
  if (found === undefined) throw new Error('a customer that was made is not there');
  const known = await lockCustomer(tx, found);
  const customerKey = known.key;
  const at = app.clock.now();
  await updateCustomer(tx, customerKey, input);
  const identities = input.identities ?? [];
  await lockIdentities(tx, identities);
  const taken = await addIdentities(tx, customerKey, identities);
  if (taken) throw new IdentityTaken(taken.kind);
  await upsertContacts(tx, customerKey, input.contacts ?? [], at);
  await writeConsents(tx, app, customerKey, { consents: input.consents ?? [], by: actor.subject });
  await takeWaiting(tx, app, customerKey, identities);
  if (backfill) {
    // Not evaluated as of now: the facts that follow are older.
    await markBackfilled(tx, customerKey, { from: backfillBegins(known.lastAsOf ?? undefined), at });
  } else await evaluateCustomer(tx, app, customerKey, { asOf: at, live: changes(known, input) });
  return { ok: true, customerKey, created: before === undefined };
}

/** Whether it says anything that evaluation did not know: what only repeats makes no backfilled customer live. */
function changes(known: CustomerRow, { attributes = {}, zone }: CustomerInput): boolean {
  if (zone !== undefined && zone !== known.zone) return true;
  return Object.entries(attributes).some(([name, value]) => known.attributes[name] !== value);
}

async function writeConsents(
  tx: Transaction,
  app: Application,
  customerKey: string,
  said: { readonly consents: NonNullable<CustomerInput['consents']>; readonly by: string },
): Promise<void> {
  if (said.consents.length === 0) return;
  const consents = said.consents.map((consent) => ({ ...consent, source: consent.source ?? said.by }));
  await upsertConsents(tx, customerKey, consents, app.clock.now());
  await nextPosition(tx, customerKey);
  for (const { channel, class: messageClass, granted } of consents) {
    const content = { control: 'consent', channel, class: messageClass, granted, by: said.by };
    await appendLedger(tx, app, customerKey, { kind: 'control', content });
  }
}

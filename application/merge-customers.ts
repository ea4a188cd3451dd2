import { parseTreatmentId } from '../domain/ids';
import type { Transaction } from '../ports/store/store';
import { chargedForBoth, joinCustomers } from '../ports/store/tables/customer-merge';
import { lockCustomerRow } from '../ports/store/tables/customers';
import { lineOf } from '../ports/store/tables/identities';
import type { Actor, Application, Refusal } from './application';
import { arbitrateDeferred } from './arbitrate-deferred';
import { evaluateCustomer } from './evaluate-customer';
import { appendLedger } from './ledger/append';
import { nextPosition } from './lock-customer';
import { giveWay } from './give-way';

/** Two ids (or keys) that are found to be of one customer. */
export interface MergeAsked {
  /** Whose history joins the other's; its ids go on leading to it. */
  readonly from: string;
  readonly into: string;
  /** For people; may name persons. */
  readonly reason?: string;
}

/** The one customer that is left. */
export interface MergedCustomer {
  readonly ok: true;
  readonly customerKey: string;
  /** False = they were one already. */
  readonly merged: boolean;
  /** Treatments that were stopped or paused for another of the same customer. */
  readonly gaveWay: readonly string[];
  /** Treatments that the joined history started, told or ended. */
  readonly treatments: readonly string[];
}

/**
 * Makes one customer of two, under both their locks: histories join, ids and treatments of the merged one go on under
 * the other, treatments are arbitrated and the customer is evaluated anew. Doing it again changes nothing.
 */
export async function mergeCustomers(
  app: Application,
  asked: MergeAsked,
  actor: Actor,
): Promise<MergedCustomer | Refusal> {
  return app.store.transaction(async (tx) => {
    const found = await twoOf(tx, asked);
    if ('ok' in found) return found;
    const { from, into } = found;
    const underWay = await chargedForBoth(tx, found);
    if (underWay.length > 0) return chargeUnderWay(underWay);
    return merge(tx, app, { from, into, by: actor.subject, reason: asked.reason });
  });
}

type Two = { readonly from: string; readonly into: string };

/** The two customers, locked in the order of their keys; or what speaks against making them one. */
async function twoOf(tx: Transaction, asked: MergeAsked): Promise<Two | MergedCustomer | Refusal> {
  const from = await lineOf(tx, asked.from);
  const into = await lineOf(tx, asked.into);
  const refused = refusalOf(from, into);
  if (refused) return refused;
  const [key, survivor] = [from[0] ?? '', into.at(-1) ?? ''];
  if (from.at(-1) === survivor) {
    return { ok: true, customerKey: survivor, merged: false, gaveWay: [], treatments: [] };
  }
  let moved = false;
  for (const one of [key, survivor].sort()) moved ||= (await lockCustomerRow(tx, one))?.key !== one;
  // Somebody merged one of them while its lock was waited for: ask again, by what is so now.
  return moved ? twoOf(tx, asked) : { from: key, into: survivor };
}

function refusalOf(from: readonly string[], into: readonly string[]): Refusal | undefined {
  if (from.length === 0 || into.length === 0) {
    const field = from.length === 0 ? 'id' : 'into';
    const message = `no customer has the ${field === 'id' ? 'id to merge' : 'id to merge into'}: send a signal or PUT the customer first`;
    return { ok: false, code: 'unknownCustomer', message, field };
  }
  const [first, target] = [from[0] ?? '', into[0] ?? ''];
  if (first === target) {
    const message = 'into is the customer itself: name the other one';
    return { ok: false, code: 'sameCustomer', message, field: 'into' };
  }
  if (into.includes(first)) {
    const message = `into was merged into ${first} before: a merge is not turned round, so go on with ${into.at(-1)}`;
    return { ok: false, code: 'alreadyMerged', message, field: 'into' };
  }
  if (from.length > 1 && from.at(-1) !== into.at(-1)) {
    const message = `the customer was merged into ${from.at(-1)} before: merge ${from.at(-1)} instead`;
    return { ok: false, code: 'alreadyMerged', message, field: 'id' };
  }
  return undefined;
}

function chargeUnderWay(invoices: readonly string[]): Refusal {
  const message = `a charge of ${invoices.join(', ')} is under way for both customers: merge them when it is settled`;
  return { ok: false, code: 'conflict', message, field: 'into' };
}

async function merge(
  tx: Transaction,
  app: Application,
  { from, into, by, reason }: Two & { readonly by: string; readonly reason?: string },
): Promise<MergedCustomer> {
  const at = app.clock.now();
  await record(tx, app, from, { content: { control: 'mergedInto', into, by }, reason });
  await joinCustomers(tx, { from, into, at });
  await nextPosition(tx, into);
  await record(tx, app, into, { content: { control: 'merged', from, by }, reason });
  const gaveWay = await giveWay(tx, app, into, (id) => parseTreatmentId(id)?.customerKey === from);
  const { treatments, snapshot } = await evaluateCustomer(tx, app, into, { asOf: at });
  const book = await app.books.active(tx);
  const again = await arbitrateDeferred(tx, app, { customerKey: into, book, asOf: snapshot.asOf });
  const touched = [...new Set([...treatments, ...again])];
  return { ok: true, customerKey: into, merged: true, gaveWay, treatments: touched };
}

async function record(
  tx: Transaction,
  app: Application,
  customerKey: string,
  { content, reason }: { readonly content: object; readonly reason?: string },
): Promise<void> {
  const personal: Readonly<Record<string, string>> = reason === undefined ? {} : { reason };
  await appendLedger(tx, app, customerKey, { kind: 'control', content, personal });
}

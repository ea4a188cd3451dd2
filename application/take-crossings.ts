import type { CompiledBook } from '../domain/compiled-book';
import type { Crossing } from '../domain/crossing';
import { crossingId } from '../domain/ids';
import type { Membership } from '../domain/segments/segment';
import type { Transaction } from '../ports/store/store';
import { insertSentCrossing } from '../ports/store/tables/crossings';
import type { CrossingDisposition } from '../ports/store/tables/evaluation-write';
import {
  type ExternalOrder,
  readExternalOrders,
  upsertExternalOrder,
} from '../ports/store/tables/external-orders';
import { actOnEvaluation } from './act-on-evaluation';
import type { Application } from './application';
import { backfillBegins } from './backfill';
import type { CrossingInput } from './check-crossing';
import { type CustomerState, loadCustomerState } from './customer-state';
import { evaluateState, notBefore } from './evaluate-state';
import type { ItemResult } from './item-result';
import { knownCrossing } from './known-crossing';
import { appendLedger } from './ledger/append';
import { lockCustomer } from './lock-customer';
import { isStale, withMembership } from './external-membership';
import { storeEvaluation } from './store-evaluation';
import { tellHeld } from './tell-held';

/** The ready-made crossings of one customer. */
export interface CrossingsOfCustomer {
  readonly customerKey: string;
  readonly items: readonly CrossingInput[];
  readonly backfill: boolean;
}

interface Taking {
  readonly book: CompiledBook;
  readonly state: CustomerState;
  readonly orders: Map<string, ExternalOrder>;
  readonly backfill: boolean;
  readonly now: string;
}

/** Takes one customer's ready-made crossings in one transaction; gives a result for each, in order. */
export async function takeCrossings(
  tx: Transaction,
  app: Application,
  batch: CrossingsOfCustomer,
): Promise<ItemResult[]> {
  const customer = await lockCustomer(tx, batch.customerKey);
  const book = await app.books.active(tx);
  const now = app.clock.now();
  const asOf = notBefore(now, customer.lastAsOf ?? undefined);
  const state = await loadCustomerState(tx, customer, { book, asOf });
  const orders = await readExternalOrders(tx, customer.key);
  const taking: Taking = {
    book,
    state,
    orders: new Map(orders.map((order) => [placeOf(order.segment, order.context), order])),
    backfill: batch.backfill,
    now,
  };
  if (batch.backfill) state.backfilledFrom ??= backfillBegins(state.lastAsOf);
  const results: ItemResult[] = [];
  const live: Crossing[] = [];
  for (const item of batch.items) {
    const { result, crossing } = await takeOne(tx, app, taking, item);
    results.push(result);
    if (crossing) live.push(crossing);
  }
  if (results.every(({ status }) => status !== 'accepted')) return results;
  // What is stale or no news makes nobody live.
  if (!batch.backfill && live.length > 0) state.backfilledFrom = undefined;
  const { facts, contexts, crossings } = evaluateState(state, {
    book,
    asOf: notBefore(asOf, state.backfilledFrom),
  });
  const evaluated = await storeEvaluation(tx, app, state, { book, crossings, backfill: batch.backfill });
  if (batch.backfill) return results;
  const found = { book, state, facts, contexts, asOf, crossings: [...live, ...evaluated], signals: [] };
  results.at(-1)?.treatments.push(...(await actOnEvaluation(tx, app, found)));
  return tellHeld(tx, results);
}

async function takeOne(
  tx: Transaction,
  app: Application,
  taking: Taking,
  item: CrossingInput,
): Promise<{ result: ItemResult; crossing?: Crossing }> {
  const { state } = taking;
  const place = placeOf(item.segment, item.context ?? '');
  const stale = isStale(item, taking.orders.get(place));
  const next = stale ? state.memberships : withMembership(state.memberships, item, taking);
  const disposition = dispositionOf(taking, { stale, changed: next !== state.memberships });
  const crossing = crossingFrom(taking, item, next);
  const sent = { crossing, senderOrigin: item.origin, senderId: item.id, disposition };
  if (!(await insertSentCrossing(tx, sent, taking.now))) {
    return { result: await knownCrossing(tx, item, state.key) };
  }
  state.position = crossing.sequence;
  state.memberships = next;
  if (!stale) await remember(tx, taking, item, place);
  const { reasons, ...content } = crossing;
  await appendLedger(tx, app, state.key, {
    kind: 'crossing',
    content: { ...content, disposition },
    // A sender's words may name people.
    ...(reasons.length > 0 && { personal: { reasons: reasons.join('\n') } }),
  });
  const result: ItemResult = { id: item.id, status: 'accepted', crossings: [crossing.id], treatments: [] };
  const note = {
    stale: 'older than what is known: recorded, not acted on',
    unchanged: 'no change: recorded, not acted on',
  };
  if (disposition === 'stale' || disposition === 'unchanged') {
    return { result: { ...result, code: disposition, message: note[disposition] } };
  }
  return { result, crossing };
}

function dispositionOf(
  taking: Taking,
  { stale, changed }: { readonly stale: boolean; readonly changed: boolean },
): CrossingDisposition {
  if (stale) return 'stale';
  if (!changed) return 'unchanged';
  return taking.backfill ? 'backfill' : 'live';
}

function crossingFrom(taking: Taking, item: CrossingInput, memberships: readonly Membership[]): Crossing {
  const { state, book, now } = taking;
  const sequence = state.position + 1;
  const occurredAt = item.occurredAt === undefined ? now : new Date(item.occurredAt).toISOString();
  const membership = memberships.find(
    ({ segment, context }) => segment === item.segment && context === item.context,
  );
  return {
    id: crossingId(state.key, sequence, 0),
    customerKey: state.key,
    ...(item.context !== undefined && { context: item.context }),
    segment: item.segment,
    direction: item.direction,
    ...(item.fromTier !== undefined && { fromTier: item.fromTier }),
    ...(item.toTier !== undefined && { toTier: item.toTier }),
    scores: briefly(state.scores),
    reasons: item.reasons ?? [],
    sources: ['external'],
    bookHash: book.hash,
    sequence,
    ...(item.sequence !== undefined && { sentSequence: item.sequence }),
    occurredAt,
    breachedAt: membership?.breachedAt ?? occurredAt,
    origin: 'external',
  };
}

function briefly(scores: CustomerState['scores']): Crossing['scores'] {
  return Object.fromEntries(
    Object.values(scores).map(({ dimension, points, tier, confidence }) => [
      dimension,
      { points, tier, confidence },
    ]),
  );
}

async function remember(tx: Transaction, taking: Taking, item: CrossingInput, place: string): Promise<void> {
  const before = taking.orders.get(place);
  const order: ExternalOrder = {
    segment: item.segment,
    context: item.context ?? '',
    at: item.occurredAt === undefined ? (before?.at ?? null) : new Date(item.occurredAt).toISOString(),
    sequence: item.sequence ?? before?.sequence ?? null,
  };
  taking.orders.set(place, order);
  await upsertExternalOrder(tx, taking.state.key, order);
}

function placeOf(segment: string, context: string): string {
  return `${segment}\n${context}`;
}

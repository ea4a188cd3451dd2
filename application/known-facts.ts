import type { Transaction } from '../ports/store/store';
import { readSignals, type StoredSignal } from '../ports/store/tables/signals';
import type { SignalFault, SignalInput } from './check-signal';
import { type ItemResult, rejected } from './item-result';
import { takenId } from './taken-id';

/**
 * What becomes of one customer's facts, in order, once they are stored; `fresh` are the places of those that were new.
 * A known id with the same content is the same fact; with another content it is a fact that would be lost.
 */
export async function storedResults(
  tx: Transaction,
  { customerKey, items }: { readonly customerKey: string; readonly items: readonly SignalInput[] },
  fresh: ReadonlySet<number>,
): Promise<ItemResult[]> {
  const stored = await readSignals(
    tx,
    items.filter((_, n) => !fresh.has(n)),
  );
  const byId = new Map(stored.map((one) => [`${one.origin}\n${one.id}`, one]));
  return items.map((item, n): ItemResult => {
    const { id, origin } = item;
    if (fresh.has(n)) return { id, status: 'accepted', crossings: [], treatments: [] };
    const known = byId.get(`${origin}\n${id}`);
    const fault = known && otherFact(known, item, customerKey);
    return fault ? rejected(id, fault) : { id, status: 'duplicate', crossings: [], treatments: [] };
  });
}

function otherFact(stored: StoredSignal, sent: SignalInput, customerKey: string): SignalFault | undefined {
  return takenId('fact', {
    customer: [stored.customerKey, customerKey],
    name: [stored.name, sent.name],
    value: [stored.value, sent.value],
    data: [stored.data, sent.data],
    context: [stored.context, sent.context],
    occurredAt: [stored.occurredAt, new Date(sent.occurredAt).toISOString()],
  });
}

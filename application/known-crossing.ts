import type { Transaction } from '../ports/store/store';
import { readSentCrossing, type StoredCrossing } from '../ports/store/tables/crossings';
import type { CrossingInput } from './check-crossing';
import type { SignalFault } from './check-signal';
import { type ItemResult, rejected } from './item-result';
import { takenId } from './taken-id';

/** What becomes of a crossing whose id is known: the same again is a duplicate, another one would be lost. */
export async function knownCrossing(
  tx: Transaction,
  item: CrossingInput,
  customerKey: string,
): Promise<ItemResult> {
  const stored = await readSentCrossing(tx, item);
  const fault = stored && otherCrossing(stored, item, customerKey);
  if (fault) return rejected(item.id, fault);
  return { id: item.id, status: 'duplicate', crossings: [], treatments: [] };
}

function otherCrossing(
  { crossing, occurredAt }: StoredCrossing,
  sent: CrossingInput,
  customerKey: string,
): SignalFault | undefined {
  const sentAt = sent.occurredAt === undefined ? undefined : new Date(sent.occurredAt).toISOString();
  return takenId('crossing', {
    customer: [crossing.customerKey, customerKey],
    segment: [crossing.segment, sent.segment],
    direction: [crossing.direction, sent.direction],
    context: [crossing.context, sent.context],
    fromTier: [crossing.fromTier, sent.fromTier],
    toTier: [crossing.toTier, sent.toTier],
    reasons: [crossing.reasons, sent.reasons ?? []],
    sequence: [crossing.sentSequence, sent.sequence],
    // A time sent may happen to be that of the acceptance, which stands in where none was sent.
    occurredAt: [occurredAt ?? (sentAt === crossing.occurredAt ? sentAt : undefined), sentAt],
  });
}

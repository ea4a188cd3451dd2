import type { BlocklistPolicy } from '../../domain/policies';
import type { Transaction } from '../../ports/store/store';
import type { Application } from '../application';
import type { SignalInput } from '../check-signal';
import type { ItemResult } from '../item-result';
import { blockHits, type Seen } from './hits';

/** Facts with those that follow from the block list. */
export interface WithHits {
  readonly items: readonly SignalInput[];
  /** Gives the results of the facts that were sent, with what their hits led to. */
  readonly resultsOf: (results: readonly ItemResult[]) => ItemResult[];
}

/**
 * Compares facts that name a device, an IP address or an e-mail address with the block list. A hit is a fact of the
 * same moment and context, whose value says what was hit: scores and segments read it as any other.
 */
export async function withBlocklistHits(
  tx: Transaction,
  app: Application,
  sent: readonly SignalInput[],
  policy: BlocklistPolicy | undefined,
): Promise<WithHits> {
  const hits: { readonly of: number; readonly item: SignalInput }[] = [];
  for (const [of, item] of sent.entries()) {
    const seen = policy && seenIn(item);
    if (!seen) continue;
    for (const { id, kind } of await blockHits(tx, app, seen))
      hits.push({ of, item: hitFact(item, { id, kind, signal: policy.signal }) });
  }
  return {
    items: [...sent, ...hits.map(({ item }) => item)],
    resultsOf: (results) => {
      const own = results.slice(0, sent.length);
      hits.forEach(({ of }, n) => join(own[of], results[sent.length + n]));
      return own;
    },
  };
}

function seenIn({ data }: SignalInput): Seen | undefined {
  const text = (name: keyof Seen) => {
    const value = data?.[name];
    return typeof value === 'string' && value.trim() !== '' ? { [name]: value } : {};
  };
  const seen: Seen = { ...text('device'), ...text('ip'), ...text('email') };
  return Object.keys(seen).length > 0 ? seen : undefined;
}

// The entry's id, never the pattern: what was hit is looked up by whoever may.
function hitFact(
  { id, origin, customer, context, occurredAt, asOfOccurred }: SignalInput,
  hit: { readonly id: string; readonly kind: string; readonly signal: string },
): SignalInput {
  return {
    id: `${id}|${hit.id}`,
    origin,
    customer,
    name: hit.signal,
    value: hit.kind,
    data: { entry: hit.id },
    occurredAt,
    ...(context !== undefined && { context }),
    ...(asOfOccurred !== undefined && { asOfOccurred }),
  };
}

function join(own: ItemResult | undefined, hit: ItemResult | undefined): void {
  if (!own || !hit) return;
  own.crossings.push(...hit.crossings);
  own.treatments.push(...hit.treatments.filter((id) => !own.treatments.includes(id)));
}

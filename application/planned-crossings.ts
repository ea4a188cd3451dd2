import type { Policies } from '../domain/policies';
import type { Store, Transaction } from '../ports/store/store';
import { countUnexpectedCrossings } from '../ports/store/tables/crossings';
import { publicationSince } from '../ports/store/tables/publications';

interface Look {
  readonly policy: Policies['stormBreaker'];
  /** Milliseconds: where counting begins, and now. */
  readonly since: number;
  readonly now: number;
  readonly threshold: number;
}

/** The last count of unexpected crossings, and after how many further looks it is made again. */
interface Counted {
  readonly publication: number;
  readonly at: number;
  readonly unexpected: number;
  looks: number;
}

const counts = new WeakMap<Store, Counted>();
const countKeptMs = 1_000;

/**
 * Whether more crossings than the breaker bears remain when those are taken out that the last change of the book made
 * expected. Called once more than the threshold is there. A change is expected to show within a window, and its
 * crossings are in the counted window for one more.
 */
export async function exceedsPlanned(tx: Transaction, store: Store, look: Look): Promise<boolean> {
  const { policy, since, now, threshold } = look;
  const change = await publicationSince(tx, iso(now - 2 * policy.windowMs));
  if (!change || change.expected.length === 0) return true;
  const known = counts.get(store);
  if (known && isFresh(known, { publication: change.id, now, threshold })) {
    known.looks += 1;
    return false;
  }
  const span = { since: iso(since), until: iso(now) };
  const expected = { at: change.at, crossings: change.expected };
  const unexpected = await countUnexpectedCrossings(tx, span, expected);
  counts.set(store, { publication: change.id, at: now, unexpected, looks: 0 });
  return unexpected > threshold;
}

// Counting a planned flood takes time and each crossing looks: with far to go it is done again only after a tenth of
// the way, which leaves room for what other processes take in meanwhile.
function isFresh(
  { publication, at, unexpected, looks }: Counted,
  next: { readonly publication: number; readonly now: number; readonly threshold: number },
): boolean {
  const young = next.now >= at && next.now - at < countKeptMs;
  return publication === next.publication && young && looks < Math.floor((next.threshold - unexpected) / 10);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

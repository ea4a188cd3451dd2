import type { Transaction } from '../ports/store/store';
import { heldStarts } from '../ports/store/tables/decisions';
import type { ItemResult } from './item-result';

/** Says in the answer to each item which of its plays the storm breaker holds back, why, and what to do. */
export async function tellHeld(tx: Transaction, results: readonly ItemResult[]): Promise<ItemResult[]> {
  const crossings = results.flatMap((result) => result.crossings);
  if (crossings.length === 0) return [...results];
  const held = await heldStarts(tx, crossings);
  return results.map((result) => {
    const own = held.filter(({ crossingId }) => result.crossings.includes(crossingId));
    const [first] = own;
    if (!first) return result;
    const plays = [...new Set(own.map(({ playbook }) => playbook))];
    const what = `the start of ${plays.join(', ')} is held back (${first.why})`;
    const message = `${what}; see \`tideline storm status\`, then \`tideline storm clear --release\` or \`--drop\``;
    return { ...result, code: 'held', message, held: plays };
  });
}

import type { Store } from '../../ports/store/store';
import { readBaseBatch, type BaseBatch } from '../../ports/store/tables/base-read';
import type { StateWindow } from '../../ports/store/tables/customer-state';

/** Gives the base batch after batch to whoever asks; undefined at the end. */
export type NextBatch = () => Promise<readonly string[] | undefined>;

// Large enough that a transaction a batch costs nothing, small enough that a few of them are no memory.
const batchSize = 500;

/** Reads in key order, each batch in a short transaction of its own, and the next while the last is worked on. */
export function readBase(store: Store, window: StateWindow): NextBatch {
  const read = (after: string): Promise<BaseBatch> =>
    store.transaction((tx) => readBaseBatch(tx, { after, limit: batchSize, window }));
  let ahead: Promise<BaseBatch> | undefined = read('');
  let turn: Promise<unknown> = Promise.resolve();
  const next = async (): Promise<readonly string[] | undefined> => {
    if (!ahead) return undefined;
    const { customers, last } = await ahead;
    ahead = last === undefined ? undefined : read(last);
    // Awaited by the next turn; until then a failure waits for it.
    ahead?.catch(() => undefined);
    return customers;
  };
  return () => {
    const mine = turn.then(next);
    turn = mine.catch(() => undefined);
    return mine;
  };
}
